using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Outbox;

namespace Seatmate.Notifications.Mails;

/// <summary>Sends the link that replaces a forgotten password. The token stands behind #, so that no server on the way
/// writes it into a log.</summary>
public sealed class SendLinkOnPasswordResetMade(MailWriter mails, IPeople people, Settings settings)
    : IReaction<PasswordResetMade>
{
    public async Task React(PasswordResetMade fact, CancellationToken cancel)
    {
        if (await people.Contact(fact.UserId, cancel) is not { } person)
            return;
        var to = Recipient.Of(person);
        var cause = $"{fact.UserId}.{Guid.CreateVersion7():N}";
        var values = new Dictionary<string, object?>
        {
            ["reset_url"] = new Uri(settings.PublicUrl, $"/reset#token={fact.Token}"),
        };
        await mails.Write(new NewMail(MailKinds.PasswordReset, to, cause, values), cancel);
    }
}
