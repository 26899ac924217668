using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Teams;

/// <summary>That a person had an invitation mailed to somebody, who is known by a keyed hash only; kept as long as it
/// counts.</summary>
public sealed class InvitationMailed
{
    /// <summary>How long one counts.</summary>
    public static readonly TimeSpan Counts = TimeSpan.FromDays(1);

    public long Id { get; private set; }
    public required long InvitedBy { get; init; }
    public required byte[] WhomHash { get; init; }
    public required DateTimeOffset MailedAt { get; init; }
}

/// <summary>Bounds what one person has mailed to strangers, whatever they withdraw in between and through however many
/// teams: so many a day in all, and so many to each.</summary>
public sealed class InvitationLimits(SeatmateDb db, InvitationTokens tokens, TimeProvider clock)
{
    private const int PerDayMax = 100;
    private const int PerDayToOneMax = 5;

    /// <summary>The refusal when it would be too many; otherwise the invitation counts, in the caller's transaction,
    /// where the person must have been locked.</summary>
    public async Task<Problem?> Count(TeamInvitation invitation, long invitedBy, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var since = now - InvitationMailed.Counts;
        var whom = tokens.HashOf(invitation);
        var lately = await db
            .InvitationsMailed.AsNoTracking()
            .Where(mailed => mailed.InvitedBy == invitedBy && mailed.MailedAt > since)
            .OrderBy(mailed => mailed.MailedAt)
            .ToListAsync(cancel);
        var toThem = lately.Where(mailed => mailed.WhomHash.SequenceEqual(whom)).ToList();
        if (toThem.Count >= PerDayToOneMax)
            return TooMany("You have asked them often enough for a day", toThem[^PerDayToOneMax], now);
        if (lately.Count >= PerDayMax)
            return TooMany($"One person invites at most {PerDayMax} people a day", lately[^PerDayMax], now);
        db.InvitationsMailed.Add(
            new()
            {
                InvitedBy = invitedBy,
                WhomHash = whom,
                MailedAt = now,
            }
        );
        return null;
    }

    /// <summary>Good again once this one no longer counts.</summary>
    private static Problem TooMany(string text, InvitationMailed oldest, DateTimeOffset now) =>
        new(StatusCodes.Status429TooManyRequests, "too-many-invitations", text)
        {
            RetryAfterSeconds = Math.Max(
                1,
                (int)Math.Ceiling((oldest.MailedAt + InvitationMailed.Counts - now).TotalSeconds)
            ),
        };
}
