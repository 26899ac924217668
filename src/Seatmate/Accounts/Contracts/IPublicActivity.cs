namespace Seatmate.Accounts.Contracts;

/// <summary>How much a person has done that everybody sees.</summary>
public sealed record PublicActivity(int Events = 0, int Posts = 0)
{
    public static PublicActivity operator +(PublicActivity left, PublicActivity right) =>
        new(left.Events + right.Events, left.Posts + right.Posts);
}

/// <summary>A module that people do something public in tells its part of it for their profile.</summary>
public interface IPublicActivity
{
    Task<PublicActivity> Of(long userId, CancellationToken cancel);
}
