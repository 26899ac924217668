using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Lanes;
using Seatmate.Ticketing.Vouchers;

namespace Seatmate.Ticketing.Holds;

/// <summary>All that is held from now on, instead of what was, and with which voucher, an empty one for none. What is
/// not said stays.</summary>
public sealed record ChangeHoldRequest(
    IReadOnlyList<HoldLineRequest?>? Lines,
    [property: ChangedVoucherRule] string? Voucher
);

/// <summary>Holds other places instead, until the same deadline. Old ones are given back and new ones taken in one
/// batch, or nothing changes.</summary>
public static class ChangeHold
{
    public static async Task<IResult> Handle(
        long id,
        ChangeHoldRequest request,
        Asker asker,
        HoldDesk desk,
        LaneMemory memory,
        HttpContext context,
        CancellationToken cancel
    )
    {
        var faults = new FieldFaults().Text<ChangedVoucherRule>("voucher", request.Voucher);
        HoldLines.Check(request.Lines, faults);
        if (faults.Problem is { } invalid)
            return invalid;
        if (
            await desk.Find(id, asker, cancel) is not { HeldAt: not null } hold
            || await memory.FindTerms(hold.EventId) is not { } terms
        )
            return Problem.NotFound("Hold not found");
        var (problem, lines) = request.Lines is null ? default : HoldLines.Read(request.Lines, terms);
        if (problem is not null)
            return problem;
        var wish = new HoldWish(
            asker,
            id,
            lines,
            Voucher.ReadCode(request.Voucher),
            null,
            context.RequestAborted
        );
        return new Given((await desk.Fulfil(hold.EventId, wish))!);
    }
}
