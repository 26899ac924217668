using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Outbox;

namespace Seatmate.Notifications.Mails;

/// <summary>Tells somebody that a team asks for them, with the link that proves that they got it. An address that is
/// nobody's yet is written to in the language of who invites.</summary>
public sealed class SendInvitationOnMemberInvited(
    MailWriter mails,
    ITeamInvitations invitations,
    IPeople people,
    Settings settings
) : IReaction<MemberInvited>
{
    public async Task React(MemberInvited fact, CancellationToken cancel)
    {
        if (await invitations.Find(fact.InvitationId, cancel) is not { } letter)
            return;
        var contacts = await people.Contacts(
            [.. new[] { letter.UserId, letter.InvitedBy }.OfType<long>()],
            cancel
        );
        var inviter = contacts.GetValueOrDefault(letter.InvitedBy ?? 0);
        var invited = contacts.GetValueOrDefault(letter.UserId ?? 0);
        if (letter.Email is null && invited is null)
            return;
        var to = letter.Email is { } address
            ? new Recipient(null, address, address, inviter?.Language ?? Languages.Standard)
            : Recipient.Of(invited!);
        var values = new Dictionary<string, object?>
        {
            ["inviter"] = inviter?.Name ?? letter.Organiser,
            ["organiser"] = letter.Organiser,
            ["owner"] = letter.Role == TeamRole.Owner,
            ["manager"] = letter.Role == TeamRole.Manager,
            ["box_office"] = letter.Role == TeamRole.BoxOffice,
            ["door"] = letter.Role == TeamRole.Door,
            ["until"] = DateOnly.FromDateTime(letter.ExpiresAt.UtcDateTime),
            ["answer_url"] = new Uri(settings.PublicUrl, letter.Path),
        };
        await mails.Write(new NewMail(MailKinds.TeamInvitation, to, $"{fact.InvitationId}", values), cancel);
    }
}
