using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Interests;

/// <summary>A word for what a person likes, and who said so.</summary>
public sealed class Interest
{
    public const int LengthMax = 100;

    public long Id { get; private set; }
    public required long UserId { get; init; }
    public required string Name { get; init; }
    public required string Source { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }
}

public static class InterestScopes
{
    public static IQueryable<Interest> Of(this IQueryable<Interest> interests, Caller caller) =>
        interests.Where(interest => interest.UserId == caller.UserId);
}
