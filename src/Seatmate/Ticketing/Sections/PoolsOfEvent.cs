using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Stocks;

namespace Seatmate.Ticketing.Sections;

/// <summary>Makes the pools of an event those that are stated, around the moment at which its sections change from one
/// to another; inside a transaction that has locked its stocks.</summary>
internal sealed class PoolsOfEvent(SeatmateDb db, long eventId)
{
    /// <summary>Before: those that are new are there, and none is smaller than it was, as sections may leave it for
    /// another.</summary>
    public async Task MakeRoom(IReadOnlyList<PoolPlan> plans, CancellationToken cancel)
    {
        var present = await db.Pools.Where(pool => pool.EventId == eventId).ToListAsync(cancel);
        foreach (var plan in plans)
        {
            if (present.Find(pool => IsOf(plan, pool)) is { } known)
                known.Name = plan.Name;
            else
                await Add(plan, cancel);
        }
        await db.SaveChangesAsync(cancel);
        await SetCapacities(plans, atLeastAsBefore: true, cancel);
    }

    /// <summary>Afterwards: each has the places that are stated, and the others are gone.</summary>
    public async Task Limit(IReadOnlyList<PoolPlan> plans, CancellationToken cancel)
    {
        await SetCapacities(plans, atLeastAsBefore: false, cancel);
        var names = plans.Select(plan => plan.Name).ToArray();
        var gone = db.Pools.Where(pool => pool.EventId == eventId && !names.Contains(pool.Name));
        await db
            .Stocks.Where(stock =>
                stock.EventId == eventId
                && stock.Kind == StockKind.Pool
                && gone.Any(pool => pool.Id == stock.SubjectId)
            )
            .ExecuteDeleteAsync(cancel);
        await gone.ExecuteDeleteAsync(cancel);
    }

    private static bool IsOf(PoolPlan plan, Pool pool) =>
        pool.Name.Equals(plan.Name, StringComparison.OrdinalIgnoreCase);

    private async Task Add(PoolPlan plan, CancellationToken cancel)
    {
        var pool = new Pool { EventId = eventId, Name = plan.Name };
        db.Pools.Add(pool);
        await db.SaveChangesAsync(cancel);
        db.Stocks.Add(
            new()
            {
                EventId = eventId,
                Kind = StockKind.Pool,
                SubjectId = pool.Id,
                Capacity = plan.Capacity,
            }
        );
    }

    private Task SetCapacities(IReadOnlyList<PoolPlan> plans, bool atLeastAsBefore, CancellationToken cancel)
    {
        var names = plans.Select(plan => plan.Name).ToArray();
        var capacities = plans.Select(plan => plan.Capacity).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            UPDATE ticketing.stocks
            SET capacity = CASE WHEN {atLeastAsBefore} THEN greatest(stocks.capacity, plan.capacity) ELSE plan.capacity END
            FROM unnest({names}, {capacities}) AS plan(name, capacity)
            JOIN ticketing.pools ON pools.event_id = {eventId} AND pools.name = plan.name
            WHERE stocks.event_id = {eventId} AND stocks.kind = 'pool' AND stocks.subject_id = pools.id
            """,
            cancel
        );
    }
}
