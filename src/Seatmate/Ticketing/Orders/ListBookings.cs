using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Orders;

/// <summary>The bookings of an event, newest first: all for its organiser, one's own for everybody else.</summary>
public static class ListBookings
{
    public static async Task<Results<Page<BookingDetails>, Problem>> Handle(
        long id,
        PageRequest page,
        Caller caller,
        SeatmateDb db,
        IEventTerms events,
        BookingViews views,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (await events.Find(id, caller.AsViewer, cancel) is not { } terms)
            return Problem.NotFound("Event", id);
        var orders = db.Orders.AsNoTracking().Of(terms, caller).Standing(clock.GetUtcNow());
        return await orders.ShowPage(page, views, caller.AsViewer, cancel);
    }

    /// <summary>One page of orders, newest first.</summary>
    internal static async Task<Page<BookingDetails>> ShowPage(
        this IQueryable<Order> orders,
        PageRequest page,
        BookingViews views,
        Viewer viewer,
        CancellationToken cancel
    )
    {
        var after = page.AfterId ?? long.MaxValue;
        var rows = await orders
            .Where(order => order.Id < after)
            .OrderByDescending(order => order.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancel);
        return new(await views.Show(rows, viewer, cancel), page, booking => [booking.Id]);
    }
}

/// <summary>All a person ever booked, newest first: for that person, and for admins whom they let look.</summary>
public static class ListMyBookings
{
    public static async Task<Results<Page<BookingDetails>, Problem>> Handle(
        long id,
        PageRequest page,
        Caller caller,
        SeatmateDb db,
        ISupport support,
        BookingViews views,
        CancellationToken cancel
    )
    {
        if (id != caller.UserId && !caller.IsAdmin)
            return Problem.NotFound("User", id);
        if (id != caller.UserId && await support.Look(id, caller.UserId, cancel) is { } refusal)
            return refusal;
        return await db
            .Orders.AsNoTracking()
            .Placed()
            .Where(order => order.BuyerId == id)
            .ShowPage(page, views, caller.AsViewer, cancel);
    }
}
