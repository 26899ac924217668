using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Seatmate.Platform;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Tickets;

/// <summary>A confirmed booking as a file for calendars, for whoever sees the booking. The event is named as it is now,
/// not as it was when it was booked.</summary>
public static class ShowCalendarFile
{
    public static async Task<Results<ContentHttpResult, Problem>> Handle(
        long id,
        long aid,
        Asker asker,
        FoundBookings bookings,
        Settings settings,
        TimeProvider clock,
        HttpContext context,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        var (found, missing) = await bookings.FindStanding(id, aid, asker, now, cancel);
        if (found is null)
            return missing!;
        var (order, terms) = (found.Order, found.Terms);
        if (order.Status != OrderStatus.Confirmed)
            return Problem.Conflict("not-confirmed", "Only a confirmed booking goes into a calendar");
        var page = new Uri(settings.PublicUrl, $"/e/{terms.Slug}");
        var file = new ContentDispositionHeaderValue("attachment");
        file.SetHttpFileName($"{terms.Slug}.ics");
        context.Response.Headers.ContentDisposition = file.ToString();
        return TypedResults.Text(
            CalendarFile.Write(order.BookingId, terms, Places(order.Breakdown), page, now),
            CalendarFile.MediaType,
            Encoding.UTF8
        );
    }

    private static string Places(Breakdown breakdown) =>
        string.Join(", ", breakdown.Lines.Select(line => $"{line.Quantity} × {line.Section}"));
}
