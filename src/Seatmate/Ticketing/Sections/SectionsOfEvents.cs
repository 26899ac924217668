using Microsoft.EntityFrameworkCore;
using Npgsql;
using Seatmate.Platform.Database;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Stocks;

namespace Seatmate.Ticketing.Sections;

/// <summary>States and tells the sections of events. A plan is written whole or not at all; whether a section may
/// shrink is decided by its stock's check (stocks_taken_within_capacity), and whether it may go by what is taken of
/// the stock and by its tickets (stocks_taken_stay, sections_with_tickets_stay).</summary>
public sealed class SectionsOfEvents(SeatmateDb db) : ISections
{
    public async Task<PlanSectionsOutcome> Plan(
        long eventId,
        IReadOnlyList<SectionPlan> sections,
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
            await db.InTransaction(() => Write(eventId, sections, cancel), cancel);
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
            .OrderBy(pair => pair.section.EventId)
            .ThenBy(pair => pair.section.Position)
            .Select(pair => new SectionState(
                pair.section.Id,
                pair.section.EventId,
                pair.section.Name,
                pair.section.PriceMinor,
                pair.stock.Capacity,
                pair.stock.Taken
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
        await Lock(eventId, ["section", "person", "guest"], cancel);
    }

    /// <summary>In the order of their ids, as lanes do: so nobody waits in a circle.</summary>
    private Task Lock(long eventId, string[] kinds, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"SELECT FROM ticketing.stocks WHERE event_id = {eventId} AND kind = ANY ({kinds}) ORDER BY id FOR UPDATE",
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

    private async Task<bool> Write(long eventId, IReadOnlyList<SectionPlan> plans, CancellationToken cancel)
    {
        await Lock(eventId, ["section"], cancel);
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
        for (var position = 0; position < matches.Count; position++)
            await Put(eventId, matches[position].plan, matches[position].section, position, cancel);
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
        await db
            .Stocks.Where(s =>
                s.EventId == eventId && s.Kind == StockKind.Section && sectionIds.Contains(s.SubjectId)
            )
            .ExecuteDeleteAsync(cancel);
        await db.Sections.Where(section => sectionIds.Contains(section.Id)).ExecuteDeleteAsync(cancel);
    }

    private async Task Put(
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
            };
            db.Sections.Add(section);
            await db.SaveChangesAsync(cancel);
            db.Stocks.Add(
                new()
                {
                    EventId = eventId,
                    Kind = StockKind.Section,
                    SubjectId = section.Id,
                    Capacity = plan.Capacity,
                }
            );
            await db.SaveChangesAsync(cancel);
            return;
        }
        section.Name = plan.Name;
        section.Position = position;
        section.PriceMinor = plan.PriceMinor;
        await db.SaveChangesAsync(cancel);
        await db
            .Stocks.Where(s =>
                s.EventId == eventId && s.Kind == StockKind.Section && s.SubjectId == section.Id
            )
            .ExecuteUpdateAsync(stock => stock.SetProperty(s => s.Capacity, plan.Capacity), cancel);
    }

    private static PlanSectionsOutcome? Known(PostgresException broken) =>
        broken.ConstraintName switch
        {
            TicketingTables.TakenWithinCapacity => PlanSectionsOutcome.CapacityBelowTaken,
            TicketingTables.TakenStocksStay or TicketingTables.SectionsWithTicketsStay =>
                PlanSectionsOutcome.SectionHasBookings,
            TicketingTables.SectionNameOnce => PlanSectionsOutcome.NameTwice,
            _ => null,
        };
}
