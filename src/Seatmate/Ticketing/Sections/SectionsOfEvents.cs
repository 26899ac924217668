using Microsoft.EntityFrameworkCore;
using Npgsql;
using Seatmate.Platform.Database;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Orders;
using Seatmate.Ticketing.Stocks;

namespace Seatmate.Ticketing.Sections;

/// <summary>States and tells the sections of events. A plan is written whole or not at all; whether a section may
/// shrink is decided by its stock's check (stocks_taken_within_capacity), and whether it may go by what is taken of
/// the stock and by its tickets (stocks_taken_stay, stocks_shared_stay, sections_with_tickets_stay).</summary>
public sealed class SectionsOfEvents(SeatmateDb db, Lapsing lapsing) : ISections
{
    public async Task<PlanSectionsOutcome> Plan(
        long eventId,
        IReadOnlyList<SectionPlan> sections,
        IReadOnlyList<PoolPlan> pools,
        CancellationToken cancel
    )
    {
        if (
            sections.Select(section => section.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count()
            < sections.Count
        )
            return PlanSectionsOutcome.NameTwice;
        try
        {
            await db.InTransaction(() => Write(eventId, sections, pools, cancel), cancel);
            return PlanSectionsOutcome.Planned;
        }
        catch (DbUpdateException error)
            when (error.InnerException is PostgresException broken && Known(broken) is { } outcome)
        {
            return outcome;
        }
        catch (PostgresException broken) when (Known(broken) is { } outcome)
        {
            return outcome;
        }
    }

    public Task LetGo(long eventId, CancellationToken cancel) => lapsing.LapseOf(eventId, cancel);

    public async Task<ILookup<long, SectionState>> Of(
        IReadOnlyCollection<long> eventIds,
        CancellationToken cancel
    )
    {
        var states = await db
            .Sections.AsNoTracking()
            .Where(section => eventIds.Contains(section.EventId))
            .Join(
                db.Stocks.Where(stock => stock.Kind == StockKind.Section),
                section => new { section.EventId, SubjectId = section.Id },
                stock => new { stock.EventId, stock.SubjectId },
                (section, stock) => new { section, stock }
            )
            .LeftJoin(
                db.Stocks,
                pair => pair.stock.PoolId,
                shared => (long?)shared.Id,
                (pair, shared) =>
                    new
                    {
                        pair.section,
                        pair.stock,
                        shared,
                    }
            )
            .LeftJoin(
                db.Pools,
                row => (long?)row.shared!.SubjectId,
                pool => (long?)pool.Id,
                (row, pool) =>
                    new
                    {
                        row.section,
                        row.stock,
                        row.shared,
                        pool,
                    }
            )
            .OrderBy(row => row.section.EventId)
            .ThenBy(row => row.section.Position)
            .Select(row => new SectionState(
                row.section.Id,
                row.section.EventId,
                row.section.Name,
                row.section.PriceMinor,
                row.stock.Capacity,
                row.stock.Taken,
                row.pool == null
                    ? null
                    : new PoolState(row.pool.Id, row.pool.Name, row.shared!.Capacity ?? 0, row.shared.Taken),
                row.section.Sale
            ))
            .ToListAsync(cancel);
        return states.ToLookup(state => state.EventId);
    }

    public Task Close(long eventId, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            WITH locked AS MATERIALIZED (
                SELECT id FROM ticketing.stocks WHERE event_id = {eventId} AND kind = 'section' ORDER BY id FOR UPDATE
            )
            UPDATE ticketing.stocks SET open = false FROM locked WHERE stocks.id = locked.id
            """,
            cancel
        );

    public async Task KeepNewcomersOut(long eventId, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended('ticketing.newcomers', {eventId}))",
            cancel
        );
        await Lock(eventId, ["section", "pool", "person", "guest"], cancel);
    }

    /// <summary>In the order of their ids, pools after all others, as lanes do: so nobody waits in a circle.</summary>
    private Task Lock(long eventId, string[] kinds, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            SELECT FROM ticketing.stocks WHERE event_id = {eventId} AND kind = ANY ({kinds})
            ORDER BY kind = 'pool', id FOR UPDATE
            """,
            cancel
        );

    /// <summary>Who already has more keeps what they have: their capacity is what they took, and sinks with
    /// it.</summary>
    public Task LimitPerPerson(long eventId, int ticketsPerPersonMax, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            UPDATE ticketing.stocks SET capacity = greatest(taken, {ticketsPerPersonMax}),
                lowered_to = CASE WHEN taken > {ticketsPerPersonMax} THEN {ticketsPerPersonMax} END
            WHERE event_id = {eventId} AND kind IN ('person', 'guest')
            """,
            cancel
        );

    private async Task<bool> Write(
        long eventId,
        IReadOnlyList<SectionPlan> plans,
        IReadOnlyList<PoolPlan> pools,
        CancellationToken cancel
    )
    {
        await Lock(eventId, ["section", "pool"], cancel);
        var present = await db.Sections.Where(section => section.EventId == eventId).ToListAsync(cancel);
        var named = plans.Select(plan => plan.Id).OfType<long>().ToHashSet();
        var unnamed = present.FindAll(section => !named.Contains(section.Id));
        var matches = plans
            .Select(plan => (plan, section: Match(plan.Id is null ? unnamed : present, plan)))
            .ToList();
        var gone = present
            .Except(matches.Select(match => match.section))
            .Select(section => section!.Id)
            .ToArray();
        await Drop(eventId, gone, cancel);
        await FreeNames(matches, cancel);
        var sections = new List<Section>();
        foreach (var (plan, section) in matches)
            sections.Add(await Put(eventId, plan, section, sections.Count, cancel));
        var sharing = new PoolsOfEvent(db, eventId);
        await sharing.MakeRoom(pools, cancel);
        await Limit(eventId, plans, sections, cancel);
        await sharing.Limit(pools, cancel);
        await db.CloseWhatIsSoldOut(eventId, cancel);
        return true;
    }

    /// <summary>Sections may swap their names, or leave them to new ones: for a moment they have ones that nobody can
    /// state.</summary>
    private async Task FreeNames(List<(SectionPlan Plan, Section? Section)> matches, CancellationToken cancel)
    {
        var renamed = matches
            .Where(match => match.Section is { } section && section.Name != match.Plan.Name)
            .Select(match => match.Section!.Id)
            .ToArray();
        if (renamed.Length > 0)
            await db
                .Sections.Where(section => renamed.Contains(section.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.Name, s => "\u0001" + s.Id), cancel);
    }

    private static Section? Match(List<Section> present, SectionPlan plan) =>
        plan.Id is { } id
            ? present.Find(section => section.Id == id)
            : present.Find(section => section.Name.Equals(plan.Name, StringComparison.OrdinalIgnoreCase));

    private async Task Drop(long eventId, long[] sectionIds, CancellationToken cancel)
    {
        if (sectionIds.Length == 0)
            return;
        var stocks = db.Stocks.Where(s =>
            s.EventId == eventId && s.Kind == StockKind.Section && sectionIds.Contains(s.SubjectId)
        );
        await db
            .Stocks.Where(kept =>
                kept.EventId == eventId
                && kept.Kind == StockKind.Voucher
                && kept.Capacity == 0
                && stocks.Any(s => s.Id == kept.PoolId)
            )
            .ExecuteDeleteAsync(cancel);
        await stocks.ExecuteDeleteAsync(cancel);
        await db.Sections.Where(section => sectionIds.Contains(section.Id)).ExecuteDeleteAsync(cancel);
    }

    /// <summary>The section's row; of a new one the stock too, with nothing in it yet.</summary>
    private async Task<Section> Put(
        long eventId,
        SectionPlan plan,
        Section? section,
        int position,
        CancellationToken cancel
    )
    {
        if (section is null)
        {
            section = new()
            {
                EventId = eventId,
                Name = plan.Name,
                Position = position,
                PriceMinor = plan.PriceMinor,
                Sale = plan.Sale ?? SectionSale.Open,
            };
            db.Sections.Add(section);
            await db.SaveChangesAsync(cancel);
            db.Stocks.Add(
                new()
                {
                    EventId = eventId,
                    Kind = StockKind.Section,
                    SubjectId = section.Id,
                    Capacity = 0,
                }
            );
            await db.SaveChangesAsync(cancel);
            return section;
        }
        section.Name = plan.Name;
        section.Position = position;
        section.PriceMinor = plan.PriceMinor;
        section.Sale = plan.Sale ?? section.Sale;
        await db.SaveChangesAsync(cancel);
        return section;
    }

    /// <summary>All in one statement: sections may change places in their pools.</summary>
    private Task Limit(
        long eventId,
        IReadOnlyList<SectionPlan> plans,
        List<Section> sections,
        CancellationToken cancel
    )
    {
        var ids = sections.Select(section => section.Id).ToArray();
        var capacities = plans.Select(plan => plan.Capacity).ToArray();
        var pools = plans.Select(plan => plan.Pool ?? "").ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            UPDATE ticketing.stocks SET capacity = plan.capacity, pool_id = (
                SELECT shared.id FROM ticketing.pools JOIN ticketing.stocks AS shared
                    ON shared.event_id = pools.event_id AND shared.kind = 'pool' AND shared.subject_id = pools.id
                WHERE pools.event_id = {eventId} AND pools.name = plan.pool)
            FROM unnest({ids}, {capacities}, {pools}) AS plan(section_id, capacity, pool)
            WHERE stocks.event_id = {eventId} AND stocks.kind = 'section' AND stocks.subject_id = plan.section_id
            """,
            cancel
        );
    }

    private static PlanSectionsOutcome? Known(PostgresException broken) =>
        broken.ConstraintName switch
        {
            TicketingTables.TakenWithinCapacity => PlanSectionsOutcome.CapacityBelowTaken,
            TicketingTables.TakenStocksStay
            or TicketingTables.SharedStocksStay
            or TicketingTables.SectionsWithTicketsStay => PlanSectionsOutcome.SectionHasBookings,
            TicketingTables.SectionNameOnce => PlanSectionsOutcome.NameTwice,
            _ => null,
        };
}
