using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Lanes;
using Seatmate.Ticketing.Tickets;

namespace Seatmate.Ticketing.Orders;

public enum BookingStatus
{
    AwaitingPayment,
    Confirmed,
    Cancelled,
    Expired,

    /// <summary>Cancelled after it was paid.</summary>
    Refunded,
}

/// <summary>The event of a booking, in short.</summary>
public sealed record BookedEvent(
    long Id,
    string Slug,
    string Title,
    DateTimeOffset Date,
    string TimeZone,
    DateTime LocalDate,
    string Location,
    string? ImageUrl
);

/// <summary>A ticket, its section and, where there are seats, its row and number.</summary>
public sealed record BookedTicket(
    string Number,
    TicketStatus Status,
    string QrUrl,
    string Section,
    string? Row,
    string? Seat
);

public sealed record BookingLine(
    string Description,
    string Section,
    int Quantity,
    decimal UnitPrice,
    decimal Total
);

/// <summary>A booking as its buyer, the organiser and an admin see it. Amounts are decimal numbers of the currency
/// beside them; expires_at is until when it is to be paid, to be counted down from server_time. What is not
/// changeable, for its several sections, its seats or its voucher, is cancelled and booked anew.</summary>
public sealed record BookingDetails(
    long Id,
    Guid BookingId,
    BookingStatus Status,
    BookedEvent Event,
    UserSummary? User,
    string? GuestName,
    string SeatSection,
    int TotalTickets,
    decimal TicketPrice,
    decimal Total,
    decimal Net,
    decimal Tax,
    string Currency,
    IReadOnlyList<BookingLine> Lines,
    string? PayUrl,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset ServerTime,
    IReadOnlyList<BookedTicket> Tickets,
    long? InvoiceId,
    bool Changeable,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

/// <summary>Shows orders as bookings: a fixed handful of statements however many there are.</summary>
public sealed class BookingViews(
    SeatmateDb db,
    IEventTerms events,
    IPeople people,
    IPayments payments,
    IInvoices invoices,
    TimeProvider clock
)
{
    public async Task<BookingDetails> Show(Order order, Viewer viewer, CancellationToken cancel) =>
        (await Show([order], viewer, cancel))[0];

    public async Task<List<BookingDetails>> Show(
        IReadOnlyList<Order> orders,
        Viewer viewer,
        CancellationToken cancel
    )
    {
        var ids = orders.Select(order => order.Id).ToArray();
        var payable = orders
            .Where(order => order.Status == OrderStatus.AwaitingPayment)
            .Select(order => order.Id)
            .ToArray();
        var booked = ids.Except(payable).ToArray();
        var beside = new Beside(
            await events.FindMany([.. orders.Select(order => order.EventId).Distinct()], viewer, cancel),
            await people.Summaries(
                [.. orders.Select(order => order.BuyerId).OfType<long>().Distinct()],
                cancel
            ),
            (
                await db
                    .Tickets.AsNoTracking()
                    .Among(booked, ticket => ticket.OrderId)
                    .OrderBy(ticket => ticket.Id)
                    .ToListAsync(cancel)
            ).ToLookup(ticket => ticket.OrderId),
            await payments.PayUrls(payable, cancel),
            await invoices.Standing(ids, cancel),
            clock.GetUtcNow()
        );
        return [.. orders.Select(order => Show(order, beside))];
    }

    /// <summary>An order as a lane's batch places it, in the same shape.</summary>
    internal static BookingDetails Show(LaneOrder order, BatchState state, UserSummary? buyer)
    {
        var (breakdown, currency) = (order.Takings.Breakdown, order.Takings.Breakdown.Currency);
        return new(
            order.Id,
            order.BookingId,
            order.IsFree ? BookingStatus.Confirmed : BookingStatus.AwaitingPayment,
            Show(state.Terms),
            buyer,
            order.GuestName,
            breakdown.Sections,
            order.Takings.Tickets,
            Amount(breakdown.Lines[0].UnitPriceMinor, currency),
            Amount(breakdown.TotalMinor, currency),
            Amount(breakdown.NetMinor, currency),
            Amount(breakdown.TaxMinor, currency),
            currency,
            [.. breakdown.Lines.Select(line => Show(line, currency))],
            order.PaymentReference is { } reference ? NewPayment.PayUrl(reference) : null,
            order.ExpiresAt,
            state.Now,
            [.. order.TicketIds.Zip(breakdown.Places, (id, place) => Show(TicketNumber.Of(id), place))],
            null,
            breakdown.IsOfOneSection && order.Takings.Voucher is null,
            order.CreatedAt,
            state.Now
        );
    }

    private sealed record Beside(
        IReadOnlyDictionary<long, EventTerms> Events,
        IReadOnlyDictionary<long, UserSummary> People,
        ILookup<long, Ticket> Tickets,
        IReadOnlyDictionary<long, string> PayUrls,
        IReadOnlyDictionary<long, long> Invoices,
        DateTimeOffset Now
    );

    private static BookingDetails Show(Order order, Beside beside)
    {
        var breakdown = order.Breakdown;
        var status = StatusAt(order, beside.Now);
        var payable = status == BookingStatus.AwaitingPayment;
        return new(
            order.Id,
            order.BookingId,
            status,
            Show(beside.Events[order.EventId]),
            order.BuyerId is { } buyer ? beside.People.GetValueOrDefault(buyer) : null,
            order.GuestName,
            order.Breakdown.Sections,
            order.TotalTickets,
            Amount(breakdown.Lines[0].UnitPriceMinor, order.Currency),
            Amount(breakdown.TotalMinor, order.Currency),
            Amount(breakdown.NetMinor, order.Currency),
            Amount(breakdown.TaxMinor, order.Currency),
            order.Currency,
            [.. breakdown.Lines.Select(line => Show(line, order.Currency))],
            payable ? beside.PayUrls.GetValueOrDefault(order.Id) : null,
            payable ? order.ExpiresAt : null,
            beside.Now,
            [.. beside.Tickets[order.Id].Select(ticket => Show(ticket, breakdown))],
            beside.Invoices.TryGetValue(order.Id, out var invoice) ? invoice : null,
            (order.BuyerId is not null || order.IsGuests)
                && order.IsPlain
                && status is BookingStatus.Confirmed or BookingStatus.AwaitingPayment,
            order.CreatedAt,
            order.UpdatedAt
        );
    }

    /// <summary>An order past its deadline is expired, even before the sweeper has met it.</summary>
    public static BookingStatus StatusAt(Order order, DateTimeOffset now) =>
        order.Status switch
        {
            OrderStatus.AwaitingPayment when order.ExpiresAt <= now => BookingStatus.Expired,
            OrderStatus.AwaitingPayment => BookingStatus.AwaitingPayment,
            OrderStatus.Held => throw new InvalidOperationException("A hold is no booking yet."),
            OrderStatus.Confirmed => BookingStatus.Confirmed,
            OrderStatus.Cancelled when order.PaidAt is not null => BookingStatus.Refunded,
            OrderStatus.Cancelled => BookingStatus.Cancelled,
            OrderStatus.Expired => BookingStatus.Expired,
        };

    /// <summary>An event beside what was booked of it.</summary>
    public static BookedEvent Show(EventTerms terms) =>
        new(
            terms.EventId,
            terms.Slug,
            terms.Title,
            terms.StartsAt,
            terms.TimeZone,
            terms.LocalStart,
            terms.Location,
            terms.ImageUrl
        );

    private static BookingLine Show(PricedLine line, string currency) =>
        new(
            line.Description,
            line.Section,
            line.Quantity,
            Amount(line.UnitPriceMinor, currency),
            Amount(line.TotalMinor, currency)
        );

    private static BookedTicket Show(Ticket ticket, Breakdown breakdown)
    {
        var (line, seat) = breakdown.PlaceOf(ticket.SectionId, ticket.SeatId);
        return Show(ticket.Number, ticket.Status, line?.Section ?? breakdown.Sections, seat);
    }

    private static BookedTicket Show(string number, (PricedLine Line, PricedSeat? Seat) place) =>
        Show(number, TicketStatus.Valid, place.Line.Section, place.Seat);

    private static BookedTicket Show(string number, TicketStatus status, string section, PricedSeat? seat) =>
        new(number, status, $"/tickets/{number}/qr.svg", section, seat?.Row, seat?.Number);

    private static decimal Amount(long minor, string currency) => new Money(minor, currency).Amount;
}
