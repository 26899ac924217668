using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;
using Seatmate.Platform.Time;

namespace Seatmate.Notifications.Mails;

/// <summary>Tells a person that a way into their account has changed, at the address where they could be reached until
/// then: a thief who changes it does not change who is warned.</summary>
public sealed class WarnOnAccessChanged(MailWriter mails, IPeople people, Settings settings)
    : IReaction<AccessChanged>
{
    public async Task React(AccessChanged fact, CancellationToken cancel)
    {
        if (await people.Contact(fact.UserId, cancel) is not { } person)
            return;
        var to = Recipient.Of(person with { Email = fact.FormerEmail ?? person.Email });
        var values = new Dictionary<string, object?>
        {
            ["when"] = WallTime.Of(fact.At, person.TimeZone).Local,
            ["zone"] = person.TimeZone,
            ["security_url"] = new Uri(settings.PublicUrl, "/settings/security"),
        };
        foreach (var change in Enum.GetValues<AccessChange>())
            values[SnakeCaseEnumConverter<AccessChange>.Word(change)] = change == fact.Change;
        var cause = $"{fact.UserId}.{fact.Change}.{fact.At.ToUnixTimeMilliseconds()}";
        await mails.Write(new NewMail(MailKinds.AccessChanged, to, cause, values), cancel);
    }
}
