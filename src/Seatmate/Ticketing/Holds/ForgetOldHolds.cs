using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;

namespace Seatmate.Ticketing.Holds;

/// <summary>Drops holds that ended without an order, HOLD_DAYS later, and the addresses of guests whom no order names,
/// because theirs were refused. Who is about to order is safe: a lane that finds a guest asks about them first, and
/// writes long before a day is over.</summary>
public sealed class ForgetOldHolds(SeatmateDb db, Settings settings) : IJob
{
    /// <summary>Those asked about so many days ago: dropped, or known to have ordered and not looked at again. Along
    /// guests_without_order.</summary>
    public const string ForgetGuests = """
        WITH old AS MATERIALIZED (
            SELECT id, EXISTS (SELECT FROM ticketing.orders WHERE guest_id = guests.id) AS ordered
            FROM ticketing.guests
            WHERE NOT ordered AND asked_at < now() - make_interval(days => {0})
            ORDER BY asked_at LIMIT {1} FOR UPDATE SKIP LOCKED
        ), known AS (
            UPDATE ticketing.guests SET ordered = true FROM old WHERE guests.id = old.id AND old.ordered RETURNING 1
        ), dropped AS (
            DELETE FROM ticketing.guests USING old WHERE guests.id = old.id AND NOT old.ordered RETURNING 1
        )
        SELECT count(*)::int AS "Value" FROM old
        """;

    private const int RowsAtOnce = 10_000;

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task Run(CancellationToken cancel)
    {
        while (await ForgetHolds(cancel) == RowsAtOnce) { }
        while (await LookAtGuests(cancel) == RowsAtOnce) { }
    }

    private Task<int> ForgetHolds(CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM ticketing.orders WHERE id IN (
                SELECT id FROM ticketing.orders
                WHERE placed_at IS NULL AND expires_at IS NULL AND updated_at < now() - make_interval(days => {settings.KeepHoldsDays})
                ORDER BY updated_at LIMIT {RowsAtOnce} FOR UPDATE SKIP LOCKED)
            """,
            cancel
        );

    private async Task<int> LookAtGuests(CancellationToken cancel) =>
        (
            await db
                .Database.SqlQueryRaw<int>(ForgetGuests, settings.KeepHoldsDays, RowsAtOnce)
                .ToListAsync(cancel)
        )[0];
}
