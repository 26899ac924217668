using System.ComponentModel.DataAnnotations;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Lanes;
using Seatmate.Ticketing.Orders;
using Seatmate.Ticketing.Sections;
using Seatmate.Ticketing.Vouchers;

namespace Seatmate.Ticketing.Holds;

/// <summary>Places in one section: a number of them, or seats by their ids. One of General Admission when nothing is
/// said.</summary>
public sealed record HoldLineRequest(
    [property: SectionNameRule] string? Section,
    int? Quantity,
    IReadOnlyList<long>? SeatIds
);

public sealed record HoldPlacesRequest(
    [property: Required] long? EventId,
    IReadOnlyList<HoldLineRequest?>? Lines,
    [property: TypedVoucherRule] string? Voucher
);

/// <summary>Keeps places for a person, or for a guest who gets a token for them, in the lane of the event. Correct
/// under any number of requests because sections, seats, people and vouchers are claimed in the transaction that
/// writes the hold, and their checks decide.</summary>
public static class HoldPlaces
{
    public static async Task<IResult> Handle(
        HoldPlacesRequest request,
        Viewer viewer,
        OrderLanes lanes,
        LaneMemory memory,
        SoldOut soldOut,
        HttpContext context
    )
    {
        var faults = new FieldFaults()
            .Required("event_id", request.EventId)
            .Text<TypedVoucherRule>("voucher", request.Voucher);
        HoldLines.Check(request.Lines, faults);
        if (faults.Problem is { } invalid)
            return invalid;
        if (await memory.FindTerms(request.EventId!.Value, viewer) is not { } terms)
            return await RepeatedRequests.KeptOr(context, Problem.NotFound("Event", request.EventId.Value));
        var (problem, lines) = HoldLines.Read(request.Lines, terms);
        if (problem is not null)
            return await RepeatedRequests.KeptOr(context, problem);
        var key = RequestKey.Of(context);
        if (
            key is null
            && request.Voucher is null
            && lines
                .Select(line => soldOut.Refuse(terms.EventId, line.Section))
                .OfType<LaneAnswer>()
                .FirstOrDefault()
                is { } refusal
        )
            return new Given(refusal);
        var wish = new HoldWish(
            new(viewer.UserId, null),
            null,
            lines,
            Voucher.ReadCode(request.Voucher),
            key,
            context.RequestAborted
        );
        return new Given((await lanes.Fulfil(terms.EventId, wish))!);
    }
}

/// <summary>Lines of a request as a lane wants them.</summary>
public static class HoldLines
{
    public const int LinesMax = 20;

    /// <summary>More than this is not even looked at in a lane, unless the event allows it to one person.</summary>
    public const int TicketsAtOnceMax = 100;

    /// <summary>Adds what is wrong with the texts of lines.</summary>
    public static void Check(IReadOnlyList<HoldLineRequest?>? requested, FieldFaults faults)
    {
        for (var i = 0; i < Math.Min(LinesMax, requested?.Count ?? 0); i++)
            faults.Text<SectionNameRule>($"lines[{i}].section", requested![i]?.Section);
    }

    public static (Problem? Problem, IReadOnlyList<WantedLine> Lines) Read(
        IReadOnlyList<HoldLineRequest?>? requested,
        EventTerms terms
    )
    {
        if (requested is { Count: 0 or > LinesMax })
            return (Problem.Invalid("lines", $"There must be 1 to {LinesMax} lines."), []);
        var lines = new List<WantedLine>();
        foreach (var line in requested ?? [new(null, null, null)])
        {
            if (Read(line) is not { } wanted)
                return (
                    Problem.Invalid(
                        "lines",
                        $"A line needs a quantity of at least one, or its seats, {TicketsAtOnceMax} at most."
                    ),
                    []
                );
            lines.Add(wanted);
        }
        return TooMany(lines.Sum(line => (long)line.Quantity), terms) is { } refusal
            ? (refusal, [])
            : (null, lines);
    }

    /// <summary>Why so many tickets at once are not even looked at in a lane; null when they are.</summary>
    public static Problem? TooMany(long tickets, EventTerms terms) =>
        tickets > Math.Max(TicketsAtOnceMax, terms.TicketsPerPersonMax)
            ? BookingOutcome.TooManyForOnePerson.Explain(terms, "")
        : tickets > Order.TicketsMax ? BookingOutcome.TooManyInOneOrder.Explain(terms, "")
        : null;

    private static WantedLine? Read(HoldLineRequest? line)
    {
        if (line is null)
            return null;
        var seats = line.SeatIds ?? [];
        var quantity = line.Quantity ?? Math.Max(1, seats.Count);
        return
            quantity >= 1 && seats.Count <= TicketsAtOnceMax && (seats.Count == 0 || seats.Count == quantity)
            ? new(line.Section ?? Section.Standard, quantity, seats)
            : null;
    }
}
