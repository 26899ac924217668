using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Sections;
using Seatmate.Ticketing.Stocks;
using Seatmate.Ticketing.Tickets;

namespace Seatmate.Ticketing.Orders;

/// <summary>Changes, confirms and ends orders: an order, its claims, its tickets and its money change
/// together, in one transaction, or not at all.</summary>
public sealed class Booking(
    SeatmateDb db,
    Claims claims,
    Lapsing lapsing,
    IPayments payments,
    IInvoices invoices,
    TimeProvider clock
)
{
    /// <summary>Another number of tickets, or another section. What was paid already stays at its price; less is paid
    /// back.</summary>
    public Task<(BookingOutcome Outcome, Order Order)> Change(
        Order order,
        EventTerms terms,
        Section section,
        int count,
        CancellationToken cancel
    )
    {
        return LettingGo(Once, terms.EventId, cancel);

        async Task<(BookingOutcome, Order)> Once()
        {
            var locked = order;
            var outcome = await db.InTransaction(
                async () =>
                {
                    locked = await db.Lock(order.Id, cancel) ?? order;
                    return locked.IsLive && !(locked.ExpiresAt <= clock.GetUtcNow())
                        ? await ChangeInside(locked, terms, section, count, cancel)
                        : BookingOutcome.OrderOver;
                },
                cancel,
                IsDone
            );
            return (outcome, locked);
        }
    }

    /// <summary>The orders are paid, or nothing is due: their tickets become valid, and nobody is asked for money any
    /// longer.</summary>
    public async Task Confirm(IReadOnlyList<Order> orders, CancellationToken cancel)
    {
        foreach (var order in orders)
            order.Confirm(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        foreach (var eventId in orders.Select(order => order.EventId).Distinct().Order())
            await db.CloseWhatIsSoldOut(eventId, cancel);
        await payments.GiveUp([.. orders.Select(order => order.Id)], cancel);
        await db.MatchTickets(orders, cancel);
        foreach (var ofEvent in orders.GroupBy(order => order.EventId, order => order.Id))
            db.Publish(new OrdersConfirmed(ofEvent.Key, [.. ofEvent]));
        await db.SaveChangesAsync(cancel);
        var paid = orders.Where(order => order.TotalMinor > 0).Select(order => order.Id).ToArray();
        if (paid.Length > 0)
            await invoices.Issue(paid, cancel);
    }

    /// <summary>Calls orders off: places and tickets go back, what was paid is paid back, their invoices are
    /// credited. What is over already is passed over.</summary>
    public async Task Cancel(
        IReadOnlyList<Order> orders,
        long? actorId,
        string reason,
        CancellationToken cancel,
        bool eventIsGone = false
    )
    {
        var living = orders.Where(order => order.IsLive).ToList();
        var paid = living
            .Where(order => order is { Status: OrderStatus.Confirmed, TotalMinor: > 0 })
            .ToDictionary(order => order.Id, order => order.Breakdown.Total);
        var confirmed = living
            .Where(order => order.Status == OrderStatus.Confirmed)
            .Select(order => order.Id)
            .ToHashSet();
        var ids = living.Select(order => order.Id).ToArray();
        foreach (var order in living)
            order.Cancel(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await claims.Release(ids, cancel);
        await db.CancelTickets(ids, cancel);
        await payments.GiveUp(ids, cancel);
        if (paid.Count > 0)
            await payments.Refund(paid, cancel);
        await invoices.Correct(ids, reissue: false, reason, cancel);
        foreach (var order in living)
        {
            db.Publish(
                new OrderCancelled(order.Id, order.EventId, confirmed.Contains(order.Id), eventIsGone)
            );
            db.Note(actorId, "ticketing.order_cancelled", $"order:{order.Id}", new { reason });
        }
    }

    /// <summary>Takes again what a lapsed order had, for a payment that came too late; false when it is
    /// gone.</summary>
    public async Task<bool> Revive(Order order, CancellationToken cancel)
    {
        var wanted = new Dictionary<long, long>();
        foreach (var lines in order.Breakdown.Lines.GroupBy(line => line.SectionId))
        {
            if (await claims.Find(order.EventId, StockKind.Section, lines.Key, cancel) is not { } place)
                return false;
            wanted[place.Id] = lines.Sum(line => line.Quantity);
        }
        if (await claims.OfBuyer(order, cancel) is not { } buyer)
            return false;
        wanted[buyer.Id] = order.TotalTickets;
        if (order.VoucherId is { } id)
        {
            if (await claims.Find(order.EventId, StockKind.Voucher, id, cancel) is not { } voucher)
                return false;
            wanted[voucher.Id] =
                voucher.PoolId is { } section && wanted.Remove(section, out var kept) ? kept : 1;
        }
        return await claims.Set(order, wanted, cancel);
    }

    private async Task<BookingOutcome> ChangeInside(
        Order order,
        EventTerms terms,
        Section section,
        int count,
        CancellationToken cancel
    )
    {
        if (!order.IsPlain || order.Currency != terms.Currency)
            return BookingOutcome.NotChangeable;
        if (section.Seated)
            return BookingOutcome.SeatNeeded;
        var moves = section.Id != order.SectionId;
        if (!moves && count == order.TotalTickets)
            return BookingOutcome.Done;
        if ((moves || count > order.TotalTickets) && terms.WhyNotSold(clock.GetUtcNow()) is { } closed)
            return closed;
        if (
            !moves
            && count > order.TotalTickets
            && section.PriceMinor != order.Breakdown.Lines[0].UnitPriceMinor
        )
            return BookingOutcome.OtherPriceNow;
        var price = moves
            ? Price(terms, section)
            : new Money(order.Breakdown.Lines[0].UnitPriceMinor, order.Currency);
        var breakdown = Quote(terms, section, count, price);
        if (order.Status == OrderStatus.Confirmed && breakdown.TotalMinor > order.TotalMinor)
            return BookingOutcome.PaymentNeeded;
        if (
            (count < order.TotalTickets || breakdown.TotalMinor < order.TotalMinor)
            && terms.StartsAt <= clock.GetUtcNow()
        )
            return BookingOutcome.EventBegun;
        if (await claims.CountedIn(order, cancel) is not { } person)
            return BookingOutcome.OrderOver;
        if (await claims.Find(terms.EventId, StockKind.Section, section.Id, cancel) is not { } place)
            return BookingOutcome.NoSuchSection;
        var more = count - order.TotalTickets;
        if (Refusal(terms, person, place, more, moves ? count : more) is { } refusal)
            return refusal;
        if (!await claims.Set(order, Wanted(person, place, count), cancel))
            return await WhoWasFaster(terms, person, place, more, cancel);
        var before = order.Breakdown;
        (order.TotalTickets, order.UpdatedAt) = (count, clock.GetUtcNow());
        order.Price(breakdown);
        db.Publish(new OrderChanged(order.Id, order.EventId));
        db.Note(
            order.BuyerId,
            "ticketing.order_changed",
            $"order:{order.Id}",
            new
            {
                section.Name,
                count,
                before = before.TotalMinor,
            }
        );
        await db.SaveChangesAsync(cancel);
        if (order.Status == OrderStatus.Confirmed)
            await db.CloseWhatIsSoldOut(order.EventId, cancel);
        await (
            order.Status == OrderStatus.Confirmed
                ? PayBack(order, before, cancel)
                : Settle(order, terms, cancel)
        );
        await invoices.Correct([order.Id], reissue: true, "The booking was changed", cancel);
        return BookingOutcome.Done;
    }

    private async Task Settle(Order order, EventTerms terms, CancellationToken cancel)
    {
        if (order.TotalMinor > 0)
        {
            await payments.Request(
                order.Id,
                order.Breakdown.Total,
                terms.Title,
                order.ExpiresAt!.Value,
                cancel
            );
            return;
        }
        await Confirm([order], cancel);
    }

    private async Task PayBack(Order order, Breakdown before, CancellationToken cancel)
    {
        await db.MatchTickets([order], cancel);
        if (before.TotalMinor > order.TotalMinor)
            await payments.Refund(
                new Dictionary<long, Money>
                {
                    [order.Id] = new(before.TotalMinor - order.TotalMinor, order.Currency),
                },
                cancel
            );
    }

    /// <summary>Where something lacks, lets go of what has expired there and tries once more. In a transaction of its
    /// own, with nothing else locked: orders are locked before stocks, and each in the order of their ids, so that
    /// nobody ever waits in a circle.</summary>
    private async Task<(BookingOutcome, Order)> LettingGo(
        Func<Task<(BookingOutcome Outcome, Order)>> once,
        long eventId,
        CancellationToken cancel
    )
    {
        var first = await once();
        if (first.Outcome is not (BookingOutcome.TooManyForOnePerson or BookingOutcome.SectionSoldOut))
            return first;
        await lapsing.LapseOf(eventId, cancel);
        return await once();
    }

    /// <summary>Why an order may not take so many more of the person's tickets and of the section's places, as far as
    /// can be seen before trying; null when it may.</summary>
    private BookingOutcome? Refusal(EventTerms terms, Stock person, Stock place, int ofPerson, int ofSection)
    {
        if (terms.WhyNotOrdered(clock.GetUtcNow()) is { } closed)
            return closed;
        if (ofPerson > 0 && !person.Open)
            return BookingOutcome.NotChangeable;
        return Shortage(terms, person, place, ofPerson, ofSection);
    }

    /// <summary>Both had enough a moment ago: it was the person's own other order, or somebody else's.</summary>
    private async Task<BookingOutcome> WhoWasFaster(
        EventTerms terms,
        Stock person,
        Stock place,
        int ofPerson,
        CancellationToken cancel
    ) =>
        Shortage(terms, await claims.Again(person, cancel), place, ofPerson, 0)
        ?? BookingOutcome.SectionSoldOut;

    /// <summary>A limit that was lowered leaves people what they have, but gives no more.</summary>
    private static BookingOutcome? Shortage(
        EventTerms terms,
        Stock person,
        Stock place,
        int ofPerson,
        int ofSection
    )
    {
        if (ofPerson > 0 && Math.Min(person.Left, terms.TicketsPerPersonMax - person.Taken) < ofPerson)
            return BookingOutcome.TooManyForOnePerson;
        return place.Left < ofSection ? BookingOutcome.SectionSoldOut : null;
    }

    private static bool IsDone(BookingOutcome outcome) => outcome == BookingOutcome.Done;

    private static Dictionary<long, long> Wanted(Stock person, Stock place, int count) =>
        new() { [person.Id] = count, [place.Id] = count };

    private static Breakdown Quote(EventTerms terms, Section section, int count, Money price) =>
        Pricing.Quote(
            [new(section.Id, section.Name, Describe(terms, section), count, price.AmountMinor)],
            terms.Currency,
            terms.TaxPercent
        );

    private static Money Price(EventTerms terms, Section section) => new(section.PriceMinor, terms.Currency);

    private static string Describe(EventTerms terms, Section section) => $"{terms.Title}, {section.Name}";
}
