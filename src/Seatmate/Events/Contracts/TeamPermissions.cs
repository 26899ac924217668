using System.Collections.Frozen;

namespace Seatmate.Events.Contracts;

/// <summary>What somebody is in an organiser's team, the most trusted first.</summary>
public enum TeamRole
{
    Owner,
    Manager,
    BoxOffice,
    Door,
}

/// <summary>What a role in a team allows.</summary>
public enum TeamPermission
{
    /// <summary>To see the team, and its events before everybody does.</summary>
    SeeTeam,

    /// <summary>To list events and to change them.</summary>
    EditEvents,

    /// <summary>To call events off: everybody gets their money back.</summary>
    DeleteEvents,

    /// <summary>To make, see and withdraw vouchers.</summary>
    ManageVouchers,

    /// <summary>To see who booked what.</summary>
    SeeBookings,

    /// <summary>To call off the booking of somebody else.</summary>
    CancelBookings,

    /// <summary>To see and issue the invoices of bookings.</summary>
    HandleInvoices,

    /// <summary>To see who is let in: tickets and names, neither money nor addresses.</summary>
    SeeDoorList,

    /// <summary>To invite people, change their roles, let them go, and name the organiser.</summary>
    ManageTeam,

    /// <summary>To see what was done, by whom and when.</summary>
    SeeAudit,

    /// <summary>To make keys for programs, and to revoke everybody's.</summary>
    ManageKeys,
}

/// <summary>Who may what in a team: the one table of it. A scope asks it for the roles that a permission has; nothing
/// else compares roles.</summary>
public static class TeamPermissions
{
    private static readonly FrozenDictionary<TeamRole, FrozenSet<TeamPermission>> Table = new Dictionary<
        TeamRole,
        FrozenSet<TeamPermission>
    >
    {
        [TeamRole.Owner] = [.. Enum.GetValues<TeamPermission>()],
        [TeamRole.Manager] =
        [
            TeamPermission.SeeTeam,
            TeamPermission.EditEvents,
            TeamPermission.ManageVouchers,
            TeamPermission.SeeBookings,
            TeamPermission.CancelBookings,
            TeamPermission.HandleInvoices,
            TeamPermission.SeeDoorList,
        ],
        [TeamRole.BoxOffice] =
        [
            TeamPermission.SeeTeam,
            TeamPermission.SeeBookings,
            TeamPermission.CancelBookings,
            TeamPermission.HandleInvoices,
            TeamPermission.SeeDoorList,
        ],
        [TeamRole.Door] = [TeamPermission.SeeTeam, TeamPermission.SeeDoorList],
    }.ToFrozenDictionary();

    public static bool Allows(this TeamRole role, TeamPermission permission) =>
        Table[role].Contains(permission);

    /// <summary>What a role allows, in the order of the list.</summary>
    public static IReadOnlyList<TeamPermission> Of(TeamRole role) => [.. Table[role].Order()];

    /// <summary>The roles that have a permission.</summary>
    public static TeamRole[] RolesWith(TeamPermission permission) =>
        [.. Enum.GetValues<TeamRole>().Where(role => role.Allows(permission))];
}
