using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Outbox;

namespace Seatmate.Notifications.Mails;

/// <summary>Sends the link and the code that prove a person's address; the code stands alone on its line.</summary>
public sealed class SendCodeOnEmailConfirmationAsked(MailWriter mails, IPeople people, Settings settings)
    : IReaction<EmailConfirmationAsked>
{
    public async Task React(EmailConfirmationAsked fact, CancellationToken cancel)
    {
        if (await people.Contact(fact.UserId, cancel) is not { } person)
            return;
        var to = Recipient.Of(person with { Email = fact.Email });
        var cause = $"{fact.UserId}.{Guid.CreateVersion7():N}";
        var values = new Dictionary<string, object?>
        {
            ["confirm_url"] = new Uri(settings.PublicUrl, $"/confirm#token={fact.Token}"),
            ["code"] = fact.Code,
        };
        await mails.Write(new NewMail(MailKinds.EmailConfirmation, to, cause, values), cancel);
    }
}
