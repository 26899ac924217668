using Seatmate.Events.Contracts;

namespace Seatmate.Events.Organisers;

/// <summary>Who sells: a team, which always has an owner (organisers_keep_an_owner). A person has at most one of their
/// own (organisers_one_of_ones_own), made with their first event, and may found others.</summary>
public sealed class Organiser
{
    public long Id { get; private set; }
    public required string Name { get; set; }
    public required string Slug { get; set; }
    public long? CreatedBy { get; init; }
    public required bool Own { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }
    public List<OrganiserMember> Members { get; } = [];
}

/// <summary>A person of an organiser's team; what their role allows is in <see cref="TeamPermissions"/>.</summary>
public sealed class OrganiserMember
{
    public long OrganiserId { get; init; }
    public required long UserId { get; init; }
    public required TeamRole Role { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
}

public sealed record OrganiserSummary(long Id, string Name, string Slug);
