using Seatmate.Platform;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Holds;
using Seatmate.Ticketing.Lanes;
using Seatmate.Ticketing.Sections;

namespace Seatmate.Ticketing.Orders;

/// <summary>One ticket of General Admission when nothing is said; one for each seat that is named.</summary>
public sealed record BookEventRequest(
    int? TotalTickets,
    [property: SectionNameRule] string? SeatSection,
    IReadOnlyList<long>? SeatIds
);

/// <summary>Books places in one section, or seats of it, in the lane of its event. Correct under any number of requests
/// because section and person are stocks and a seat is a key: the checks on their rows decide, in the transaction that
/// writes order, claims, tickets and facts. The answer is kept in that transaction too, for a repetition.</summary>
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
        if (
            new FieldFaults().Text<SectionNameRule>("seat_section", request.SeatSection).Problem is
            { } invalid
        )
            return invalid;
        if (await memory.FindTerms(id, caller.AsViewer) is not { } terms)
            return await RepeatedRequests.KeptOr(context, Problem.NotFound("Event", id));
        var seats = request.SeatIds ?? [];
        var count = request.TotalTickets ?? Math.Max(1, seats.Count);
        if (count < 1)
            return Problem.Invalid("total_tickets", "At least one ticket is needed.");
        if (seats.Count > HoldLines.TicketsAtOnceMax || seats.Count > 0 && seats.Count != count)
            return Problem.Invalid(
                "seat_ids",
                $"Name as many seats as tickets, at most {HoldLines.TicketsAtOnceMax}."
            );
        if (HoldLines.TooMany(count, terms) is { } tooMany)
            return await RepeatedRequests.KeptOr(context, tooMany);
        var (section, key) = (request.SeatSection ?? Section.Standard, RequestKey.Of(context));
        if (key is null && soldOut.Refuse(id, section) is { } refusal)
            return new Given(refusal);
        var wish = new BookWish(caller.UserId, new(section, count, seats), key, context.RequestAborted)
        {
            Place = AuditPlace.Of(context),
        };
        return new Given((await lanes.Fulfil(id, wish))!);
    }
}
