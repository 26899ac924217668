using Seatmate.Events.Contracts;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Lanes;
using Seatmate.Ticketing.Sections;

namespace Seatmate.Ticketing.Orders;

/// <summary>One ticket of General Admission when nothing is said.</summary>
public sealed record BookEventRequest(int? TotalTickets, [property: TextRule(1, 80)] string? SeatSection);

/// <summary>Books places in one section, in the lane of its event. Correct under any number of requests because
/// section and person are stocks: the check on their rows decides, in the transaction that writes order, claims,
/// tickets and facts. The answer is kept in that transaction too, for a repetition.</summary>
public static class BookEvent
{
    /// <summary>More than this is not even looked at in a lane, unless the event allows it to one person.</summary>
    private const int TicketsAtOnceMax = 100;

    public static async Task<IResult> Handle(
        long id,
        BookEventRequest request,
        Caller caller,
        OrderLanes lanes,
        LaneMemory memory,
        HttpContext context
    )
    {
        if (await memory.FindTerms(id) is not { } terms || !await MaySee(terms, caller, context))
            return Problem.NotFound("Event", id);
        var count = request.TotalTickets ?? 1;
        if (count < 1)
            return Problem.Invalid("total_tickets", "At least one ticket is needed.");
        if (count > TicketsAtOnceMax && count > terms.TicketsPerPersonMax)
            return Booking.Explain(BookingOutcome.TooManyForOnePerson, terms, "");
        var wish = new PlaceOrder(
            caller.UserId,
            request.SeatSection ?? Section.Standard,
            count,
            RequestKey.Of(context),
            context.RequestAborted
        );
        return new Given(await lanes.Place(id, wish));
    }

    /// <summary>Who may see what is not on sale is asked the long way: it is rare.</summary>
    private static async Task<bool> MaySee(EventTerms terms, Caller caller, HttpContext context) =>
        terms.OnSale
        || await context
            .RequestServices.GetRequiredService<IEventTerms>()
            .Find(terms.EventId, caller.AsViewer, context.RequestAborted)
            is not null;

    private sealed class Given(LaneAnswer answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = answer.Status;
            response.ContentType = answer.ContentType;
            response.ContentLength = answer.Body.Length;
            if (answer.Location is not null)
                response.Headers.Location = answer.Location;
            return response.Body.WriteAsync(answer.Body, httpContext.RequestAborted).AsTask();
        }
    }
}
