using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Ticketing.Orders;

/// <summary>One booking of an event.</summary>
public static class ShowBooking
{
    public static async Task<Results<Ok<BookingDetails>, Problem>> Handle(
        long id,
        long aid,
        Asker asker,
        FoundBookings bookings,
        BookingViews views,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var (booking, missing) = await bookings.FindStanding(id, aid, asker, clock.GetUtcNow(), cancel);
        return booking is null
            ? missing!
            : TypedResults.Ok(await views.Show(booking.Order, asker.Viewer, cancel));
    }
}

/// <summary>One's own booking by its UUID, whatever became of it.</summary>
public static class ShowBookingByUuid
{
    public static async Task<Results<Ok<BookingDetails>, Problem>> Handle(
        Guid uuid,
        Caller caller,
        SeatmateDb db,
        BookingViews views,
        CancellationToken cancel
    )
    {
        var order = await db
            .Orders.AsNoTracking()
            .OwnedBy(caller)
            .SingleOrDefaultAsync(order => order.BookingId == uuid, cancel);
        return order is null
            ? Problem.NotFound($"Booking {uuid} not found")
            : TypedResults.Ok(await views.Show(order, caller.AsViewer, cancel));
    }
}
