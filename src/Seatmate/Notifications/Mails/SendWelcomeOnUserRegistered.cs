using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Outbox;

namespace Seatmate.Notifications.Mails;

/// <summary>Greets who has just signed up.</summary>
public sealed class SendWelcomeOnUserRegistered(MailWriter mails, IPeople people, Settings settings)
    : IReaction<UserRegistered>
{
    public async Task React(UserRegistered fact, CancellationToken cancel)
    {
        if (await people.Contact(fact.UserId, cancel) is not { } person)
            return;
        var values = new Dictionary<string, object?> { ["discover_url"] = settings.PublicUrl };
        await mails.Write(
            new NewMail(MailKinds.Welcome, Recipient.Of(person), $"{fact.UserId}", values),
            cancel
        );
    }
}
