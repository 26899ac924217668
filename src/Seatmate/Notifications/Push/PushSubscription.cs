namespace Seatmate.Notifications.Push;

/// <summary>A browser in which a person wants to be told things; its endpoint is known once
/// (push_subscriptions_endpoint_once), and it goes with its session.</summary>
public sealed class PushSubscription
{
    public long Id { get; private set; }
    public required long UserId { get; init; }
    public required Guid SessionId { get; init; }
    public required string Endpoint { get; init; }
    public required byte[] P256dh { get; init; }
    public required byte[] Auth { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? LastOkAt { get; private set; }
    public int Failures { get; private set; }
}

public static class PushSubscriptionScopes
{
    public static IQueryable<PushSubscription> OwnedBy(
        this IQueryable<PushSubscription> subscriptions,
        long userId
    ) => subscriptions.Where(subscription => subscription.UserId == userId);
}
