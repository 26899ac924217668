using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Ready;

namespace Seatmate.Ticketing.Sections;

public enum PlacesState
{
    Available,

    /// <summary>Not many: at most twenty, and at most a fifth of all.</summary>
    Few,

    /// <summary>None is left, but some are held by people who have not paid yet.</summary>
    MayReturn,

    /// <summary>None is left, and all are paid.</summary>
    SoldOut,
}

public enum SaleState
{
    /// <summary>There are places left.</summary>
    Open,
    MayReturn,
    SoldOut,

    /// <summary>The event is over.</summary>
    Over,

    /// <summary>A draft.</summary>
    NotOnSale,

    /// <summary>Its sale starts later.</summary>
    NotStarted,

    /// <summary>Its sale has ended, though the event is not over.</summary>
    Ended,
}

/// <summary>`left` is null where there is no limit; where sections share places, the smaller limit decides.</summary>
public sealed record SectionAvailability(
    long Id,
    string Name,
    decimal Price,
    string Currency,
    long? Left,
    PlacesState State
);

/// <summary>Places that sections share, and how many of them are left.</summary>
public sealed record PoolAvailability(string Name, long Left);

/// <summary>`as_of` is when this was found to be so; the same places found later have the same ETag.</summary>
public sealed record EventAvailability(
    long EventId,
    SaleState Sale,
    IReadOnlyList<SectionAvailability> Sections,
    IReadOnlyList<PoolAvailability> Pools,
    DateTimeOffset AsOf
);

/// <summary>What is left of an event, for people who watch it. All sections are read by one statement, so what is shown
/// was so at one moment. What a deadline can bring back is looked up only where nothing is left, once for all sections,
/// in an index of the unpaid orders.</summary>
public static class ShowAvailability
{
    private const int FewMax = 20;
    private const int FewOf = 5;

    /// <summary>More unpaid orders of one event are not looked through: then a section may read sold out that may
    /// still return.</summary>
    private const int UnpaidMax = 10_000;

    public static async Task<Results<Ok<EventAvailability>, Problem>> Handle(
        long id,
        Viewer viewer,
        HttpContext context,
        IEventTerms events,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        if (await events.Find(id, viewer, cancel) is not { } terms)
            return Problem.NotFound("Event", id);
        ReadyAnswer.IsForEverybody(context);
        var availability = Tell(terms, await Read(db, id).ToListAsync(cancel));
        ReadyAnswer.IsNamedBy(
            context,
            JsonSerializer.SerializeToUtf8Bytes(availability with { AsOf = default }, JsonShape.Options)
        );
        return TypedResults.Ok(availability);
    }

    private static IQueryable<SectionRow> Read(SeatmateDb db, long eventId) =>
        db.Database.SqlQuery<SectionRow>(
            $"""
            WITH unpaid AS (
                SELECT stock.id, stock.pool_id FROM (
                    SELECT id FROM ticketing.orders WHERE event_id = {eventId} AND expires_at IS NOT NULL LIMIT {UnpaidMax}
                ) AS waiting
                JOIN ticketing.claims ON claims.order_id = waiting.id
                JOIN ticketing.stocks AS claimed ON claimed.id = claims.stock_id
                JOIN ticketing.stocks AS stock ON stock.kind = 'section'
                    AND stock.id = CASE WHEN claimed.kind = 'voucher' AND NOT claimed.open THEN claimed.pool_id ELSE claimed.id END
            )
            SELECT section.id AS "Id", section.name AS "Name", section.price_minor AS "PriceMinor",
                least(stock.capacity, pool.capacity) AS "Capacity",
                CASE WHEN section.sale = 'closed' THEN 0 ELSE least(stock.capacity - stock.taken, pool.capacity - pool.taken) END AS "Left",
                now() AS "Now",
                CASE
                    WHEN section.sale = 'closed' THEN false
                    WHEN stock.taken = stock.capacity THEN stock.id IN (SELECT id FROM unpaid)
                    WHEN pool.taken = pool.capacity THEN stock.pool_id IN (SELECT pool_id FROM unpaid WHERE pool_id IS NOT NULL)
                    ELSE false
                END AS "MayReturn",
                (SELECT name FROM ticketing.pools WHERE id = pool.subject_id) AS "Pool", pool.capacity - pool.taken AS "PoolLeft"
            FROM ticketing.sections AS section
            JOIN ticketing.stocks AS stock
                ON stock.event_id = section.event_id AND stock.kind = 'section' AND stock.subject_id = section.id
            LEFT JOIN ticketing.stocks AS pool ON pool.id = stock.pool_id
            WHERE section.event_id = {eventId} ORDER BY section.position
            """
        );

    private static EventAvailability Tell(EventTerms terms, List<SectionRow> rows)
    {
        var asOf = rows[0].Now;
        var sections = rows.ConvertAll(row => new SectionAvailability(
            row.Id,
            row.Name,
            new Money(row.PriceMinor, terms.Currency).Amount,
            terms.Currency,
            row.Left,
            StateOf(row)
        ));
        var pools = rows.Where(row => row.Pool is not null)
            .DistinctBy(row => row.Pool)
            .Select(row => new PoolAvailability(row.Pool!, row.PoolLeft!.Value));
        return new(terms.EventId, SaleOf(terms, sections, asOf), sections, [.. pools], asOf);
    }

    private static PlacesState StateOf(SectionRow row) =>
        row.Left is not { } left || left > FewMax || left * FewOf > row.Capacity ? PlacesState.Available
        : left > 0 ? PlacesState.Few
        : row.MayReturn ? PlacesState.MayReturn
        : PlacesState.SoldOut;

    private static SaleState SaleOf(EventTerms terms, List<SectionAvailability> sections, DateTimeOffset now)
    {
        if (!terms.OnSale)
            return SaleState.NotOnSale;
        if (terms.IsOver(now))
            return SaleState.Over;
        if (terms.IsBeforeSale(now))
            return SaleState.NotStarted;
        if (terms.IsAfterSale(now))
            return SaleState.Ended;
        if (sections.Exists(section => section.Left is null or > 0))
            return SaleState.Open;
        return sections.Exists(section => section.State == PlacesState.MayReturn)
            ? SaleState.MayReturn
            : SaleState.SoldOut;
    }

    private sealed record SectionRow(
        long Id,
        string Name,
        long PriceMinor,
        long? Capacity,
        long? Left,
        DateTimeOffset Now,
        bool MayReturn,
        string? Pool,
        long? PoolLeft
    );
}
