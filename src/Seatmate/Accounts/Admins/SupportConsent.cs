using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Admins;

/// <summary>That a person lets admins look at their account, for some hours; gone when they take it back.</summary>
public sealed class SupportConsent
{
    public required long UserId { get; init; }
    public DateTimeOffset GivenAt { get; private set; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

public static class SupportConsents
{
    /// <summary>Until when admins may look at this account; null when they may not.</summary>
    public static async Task<DateTimeOffset?> SupportUntil(
        this SeatmateDb db,
        long userId,
        DateTimeOffset now,
        CancellationToken cancel
    ) =>
        await db
            .SupportConsents.Where(consent => consent.UserId == userId && consent.ExpiresAt > now)
            .Select(consent => (DateTimeOffset?)consent.ExpiresAt)
            .SingleOrDefaultAsync(cancel);
}
