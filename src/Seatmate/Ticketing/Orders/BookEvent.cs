using Seatmate.Platform.Http;
using Seatmate.Ticketing.Holds;
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
    public static async Task<IResult> Handle(
        long id,
        BookEventRequest request,
        Caller caller,
        OrderLanes lanes,
        LaneMemory memory,
        SoldOut soldOut,
        HttpContext context
    )
    {
        if (await memory.FindTerms(id, caller.AsViewer) is not { } terms)
            return Problem.NotFound("Event", id);
        var count = request.TotalTickets ?? 1;
        if (count < 1)
            return Problem.Invalid("total_tickets", "At least one ticket is needed.");
        if (count > HoldLines.TicketsAtOnceMax && count > terms.TicketsPerPersonMax)
            return BookingOutcome.TooManyForOnePerson.Explain(terms, "");
        var (section, key) = (request.SeatSection ?? Section.Standard, RequestKey.Of(context));
        if (key is null && soldOut.Refuse(id, section) is { } refusal)
            return new Given(refusal);
        var wish = new BookWish(caller.UserId, new(section, count, []), key, context.RequestAborted);
        return new Given((await lanes.Fulfil(id, wish))!);
    }
}
