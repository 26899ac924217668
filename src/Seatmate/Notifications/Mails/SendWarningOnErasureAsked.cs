using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Outbox;
using Seatmate.Platform.Time;

namespace Seatmate.Notifications.Mails;

/// <summary>Says when an account goes, and how to keep it: whoever asked in somebody else's name is noticed.</summary>
public sealed class SendWarningOnErasureAsked(MailWriter mails, IPeople people, Settings settings)
    : IReaction<ErasureAsked>
{
    public async Task React(ErasureAsked fact, CancellationToken cancel)
    {
        if (await people.Contact(fact.UserId, cancel) is not { } person)
            return;
        var values = new Dictionary<string, object?>
        {
            ["day"] = DateOnly.FromDateTime(WallTime.Of(fact.DueAt, person.TimeZone).Local),
            ["privacy_url"] = new Uri(settings.PublicUrl, "/settings/privacy"),
        };
        var cause = $"{fact.UserId}.{fact.DueAt.ToUnixTimeSeconds()}";
        await mails.Write(new NewMail(MailKinds.ErasureAsked, Recipient.Of(person), cause, values), cancel);
    }
}
