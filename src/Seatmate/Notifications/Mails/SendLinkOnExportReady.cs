using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Outbox;

namespace Seatmate.Notifications.Mails;

/// <summary>Says that everything about a person can be fetched: on a page behind their sign-in, so that whoever reads
/// the mail has nothing yet.</summary>
public sealed class SendLinkOnExportReady(MailWriter mails, IPeople people, Settings settings)
    : IReaction<ExportReady>
{
    public async Task React(ExportReady fact, CancellationToken cancel)
    {
        if (await people.Contact(fact.UserId, cancel) is not { } person)
            return;
        var values = new Dictionary<string, object?>
        {
            ["privacy_url"] = new Uri(settings.PublicUrl, "/settings/privacy"),
        };
        await mails.Write(
            new NewMail(MailKinds.ExportReady, Recipient.Of(person), $"{fact.ExportId}", values),
            cancel
        );
    }
}
