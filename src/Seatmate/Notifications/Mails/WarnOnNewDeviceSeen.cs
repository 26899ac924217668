using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Outbox;
using Seatmate.Platform.Time;

namespace Seatmate.Notifications.Mails;

/// <summary>Tells a person that somebody signed in as them from where they never did before.</summary>
public sealed class WarnOnNewDeviceSeen(MailWriter mails, IPeople people, Settings settings)
    : IReaction<NewDeviceSeen>
{
    public async Task React(NewDeviceSeen fact, CancellationToken cancel)
    {
        if (await people.Contact(fact.UserId, cancel) is not { } person)
            return;
        var cause = $"{fact.UserId}.{fact.At.ToUnixTimeMilliseconds()}";
        var values = new Dictionary<string, object?>
        {
            ["device"] = fact.Device,
            ["address"] = fact.Address,
            ["when"] = WallTime.Of(fact.At, person.TimeZone).Local,
            ["zone"] = person.TimeZone,
            ["security_url"] = new Uri(settings.PublicUrl, "/settings/security"),
        };
        await mails.Write(new NewMail(MailKinds.NewDevice, Recipient.Of(person), cause, values), cancel);
    }
}
