using Seatmate.Platform;

namespace Seatmate.Notifications.Contracts;

/// <summary>What a person paid in a currency, and got back.</summary>
public sealed record MoneyMoved(Money Paid, Money Refunded);

/// <summary>An event that a person had tickets for.</summary>
public sealed record SeenEvent(string Slug, string Title, DateTime LocalStart);

/// <summary>What a person did in a month; each module knows a part of it.</summary>
public sealed record MonthlyFigures(
    int Bookings = 0,
    int Tickets = 0,
    int Posts = 0,
    int LikesGiven = 0,
    int LikesReceived = 0,
    int Reviews = 0
)
{
    public IReadOnlyList<MoneyMoved> Money { get; init; } = [];
    public IReadOnlyList<SeenEvent> Seen { get; init; } = [];

    public bool IsEmpty =>
        (Bookings, Posts, LikesGiven, LikesReceived, Reviews) == default
        && Money.Count == 0
        && Seen.Count == 0;

    public static MonthlyFigures operator +(MonthlyFigures left, MonthlyFigures right) =>
        new(
            left.Bookings + right.Bookings,
            left.Tickets + right.Tickets,
            left.Posts + right.Posts,
            left.LikesGiven + right.LikesGiven,
            left.LikesReceived + right.LikesReceived,
            left.Reviews + right.Reviews
        )
        {
            Money = [.. left.Money, .. right.Money],
            Seen = [.. left.Seen, .. right.Seen],
        };
}

/// <summary>A module in which people do something tells its part of their month.</summary>
public interface IMonthlyFigures
{
    /// <summary>By people; who did nothing is missing.</summary>
    Task<IReadOnlyDictionary<long, MonthlyFigures>> Of(
        long[] userIds,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancel
    );
}
