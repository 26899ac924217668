using Seatmate.Events.Contracts;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Lanes;

/// <summary>A stock as the batch found it, and what it takes from it.</summary>
public sealed class LaneStock(long id, long capacity, long taken, bool isOpen, bool isNew)
{
    public long Id { get; } = id;
    public long Capacity { get; } = capacity;

    /// <summary>False when the event is called off, or the person has left.</summary>
    public bool IsOpen { get; } = isOpen;

    /// <summary>It is made together with what is taken from it.</summary>
    public bool IsNew { get; } = isNew;
    public long Taken { get; private set; } = taken;
    public long Left => Capacity - Taken;
    public long Change { get; private set; }

    public void Take(long quantity) => (Taken, Change) = (Taken + quantity, Change + quantity);
}

/// <summary>A section at the moment of the batch.</summary>
public sealed record LaneSection(long Id, string Name, long PriceMinor, LaneStock Stock);

/// <summary>An order that this batch makes.</summary>
public sealed record NewOrder(
    long Id,
    Guid BookingId,
    PlaceOrder Request,
    LaneSection Section,
    LaneStock Person,
    Breakdown Breakdown,
    IReadOnlyList<long> TicketIds,
    string? PaymentReference
)
{
    public bool IsFree => Breakdown.TotalMinor == 0;
}

/// <summary>What a batch knows, and decides: pure, in order of arrival.</summary>
public sealed class BatchState(
    EventTerms terms,
    DateTimeOffset now,
    IReadOnlyDictionary<string, LaneSection> sections,
    IReadOnlyDictionary<long, LaneStock> people,
    Queue<long> orderIds,
    Queue<long> ticketIds
)
{
    public EventTerms Terms { get; } = terms;

    /// <summary>The database's clock, at the batch's beginning.</summary>
    public DateTimeOffset Now { get; } = now;

    public IEnumerable<LaneStock> Stocks =>
        sections.Values.Select(section => section.Stock).Concat(people.Values);

    /// <summary>People who take their first tickets of this event, with the stock to be made for each.</summary>
    public IEnumerable<(long UserId, LaneStock Stock)> Newcomers =>
        people
            .Where(pair => pair.Value is { IsNew: true, Change: > 0 })
            .Select(pair => (pair.Key, pair.Value));

    public LaneSection? Section(string name) => sections.GetValueOrDefault(name);

    /// <summary>The order, or why there is none.</summary>
    public (BookingOutcome Outcome, NewOrder? Order) Decide(PlaceOrder request, Func<string> newReference)
    {
        var section = sections[request.Section];
        var person = people[request.BuyerId];
        if (!section.Stock.IsOpen)
            return (BookingOutcome.EventGone, null);
        if (!person.IsOpen)
            return (BookingOutcome.PersonGone, null);
        if (!Terms.OnSale)
            return (BookingOutcome.NotOnSale, null);
        if ((Terms.EndsAt ?? Terms.StartsAt) <= Now)
            return (BookingOutcome.EventOver, null);
        if (Math.Min(person.Left, Terms.TicketsPerPersonMax - person.Taken) < request.Count)
            return (BookingOutcome.TooManyForOnePerson, null);
        if (section.Stock.Left < request.Count)
            return (BookingOutcome.SectionSoldOut, null);
        section.Stock.Take(request.Count);
        person.Take(request.Count);
        return (BookingOutcome.Done, Make(request, section, person, newReference));
    }

    private NewOrder Make(
        PlaceOrder request,
        LaneSection section,
        LaneStock person,
        Func<string> newReference
    )
    {
        var description = $"{Terms.Title}, {section.Name}";
        var breakdown = Pricing.Quote(
            [new(section.Id, section.Name, description, request.Count, section.PriceMinor)],
            Terms.Currency,
            Terms.TaxPercent
        );
        var free = breakdown.TotalMinor == 0;
        var tickets = free
            ? Enumerable.Range(0, request.Count).Select(_ => ticketIds.Dequeue()).ToArray()
            : [];
        var id = orderIds.Dequeue();
        return new(
            id,
            Guid.CreateVersion7(),
            request,
            section,
            person,
            breakdown,
            tickets,
            free ? null : newReference()
        );
    }
}
