using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Outbox;

namespace Seatmate.Notifications.Mails;

/// <summary>Sends the code that proves a new e-mail address; it stands alone on its line.</summary>
public sealed class SendCodeOnEmailChangeAsked(MailWriter mails, IPeople people) : IReaction<EmailChangeAsked>
{
    public async Task React(EmailChangeAsked fact, CancellationToken cancel)
    {
        if (await people.Contact(fact.UserId, cancel) is not { } person)
            return;
        var to = Recipient.Of(person with { Email = fact.Email });
        var cause = $"{fact.UserId}.{Guid.CreateVersion7():N}";
        var values = new Dictionary<string, object?> { ["code"] = fact.Code };
        await mails.Write(new NewMail(MailKinds.EmailCode, to, cause, values), cancel);
    }
}
