using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Outbox;

namespace Seatmate.Notifications.Mails;

/// <summary>Says that there is one more way into an account.</summary>
public sealed class SendNoticeOnAccountLinked(MailWriter mails, IPeople people, Settings settings)
    : IReaction<AccountLinked>
{
    public async Task React(AccountLinked fact, CancellationToken cancel)
    {
        if (await people.Contact(fact.UserId, cancel) is not { } person)
            return;
        var values = new Dictionary<string, object?>
        {
            ["provider"] = fact.Provider,
            ["connections_url"] = new Uri(settings.PublicUrl, "/settings/connections"),
        };
        var cause = $"{fact.UserId}.{Guid.CreateVersion7():N}";
        await mails.Write(new NewMail(MailKinds.AccountLinked, Recipient.Of(person), cause, values), cancel);
    }
}
