using Seatmate.Events.Contracts;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Orders;
using Seatmate.Ticketing.Vouchers;

namespace Seatmate.Ticketing.Lanes;

/// <summary>Whether all that a wish asks for is there, and what it costs; takes nothing itself.</summary>
public sealed class Taking(BatchState state)
{
    /// <summary>All or nothing of these lines, for this buyer; a guest who is not known yet may take as many as one
    /// person may have.</summary>
    /// <param name="lines">What is asked for.</param>
    /// <param name="code">The voucher with which it is.</param>
    /// <param name="buyer">Whose tickets they are.</param>
    /// <param name="held">What they have instead so far: as much of it they may have in any case.</param>
    public (Verdict? Refusal, Takings? Takings) Of(
        IReadOnlyList<WantedLine> lines,
        string? code,
        LaneStock? buyer,
        Takings? held = null
    )
    {
        var (unknown, voucher) = FindVoucher(code);
        var isHeld = IsWithin(held, lines, voucher);
        if ((isHeld ? Refusal() : RefusalToSell()) is { } refusal)
            return (refusal, null);
        if (unknown is not null)
            return (unknown, null);
        var basket = new Basket(state, voucher, isHeld);
        foreach (var line in lines)
        {
            if (basket.Add(line) is { } wrong)
                return (wrong, null);
        }
        if (basket.Refusal(buyer, held?.Tickets ?? 0) is { } lacking)
            return (lacking, null);
        return (null, basket.Takings(buyer));
    }

    /// <summary>What is still there of lines that were held once, at today's price; a line of which anything lacks is
    /// left out.</summary>
    public (Verdict? Refusal, Takings? Takings) Again(Breakdown shown, LaneVoucher? voucher, LaneStock? buyer)
    {
        if (RefusalToSell() is { } refusal)
            return (refusal, null);
        var basket = new Basket(state, Usable(voucher) ? voucher : null);
        Verdict lack = new(BookingOutcome.HoldLapsed);
        foreach (var line in shown.Lines)
        {
            if (basket.TryAddAgain(line, buyer) is { } lacks)
                lack = lacks;
        }
        return basket.IsEmpty ? (lack, null) : (null, basket.Takings(buyer));
    }

    /// <summary>Why nothing of the event is ordered, not even what is held in time; null when it may be.</summary>
    public Verdict? Refusal() => Refusal(state.Terms.WhyNotOrdered(state.Now));

    /// <summary>Why no places of it are taken now.</summary>
    private Verdict? RefusalToSell() => Refusal(state.Terms.WhyNotSold(state.Now));

    private Verdict? Refusal(BookingOutcome? byTerms) =>
        state.Sections.Values.Any(section => !section.Stock.IsOpen) ? new(BookingOutcome.EventGone)
        : byTerms is { } outcome ? new(outcome)
        : null;

    /// <summary>Nothing but what is held is asked for: of no section more, nor of what a voucher keeps of it, and no
    /// other seat.</summary>
    private bool IsWithin(Takings? held, IReadOnlyList<WantedLine> lines, LaneVoucher? voucher) =>
        held is not null
        && lines.SelectMany(line => line.SeatIds).All(id => held.Seats.Any(seat => seat.Id == id))
        && lines
            .GroupBy(line => state.Sections.GetValueOrDefault(line.Section)?.StockWith(voucher).Id)
            .All(same =>
                same.Sum(line => line.Quantity)
                <= held.Claims.Where(claim => claim.Stock.Id == same.Key).Sum(claim => claim.Quantity)
            );

    /// <summary>How many more tickets a buyer may take: a limit that was lowered leaves people what they have, but
    /// gives no more.</summary>
    public static long LimitOf(LaneStock buyer, EventTerms terms) =>
        Math.Min(buyer.Left, terms.TicketsPerPersonMax - buyer.Taken);

    private (Verdict? Refusal, LaneVoucher? Voucher) FindVoucher(string? code)
    {
        if (code is null)
            return (null, null);
        var known = state.Vouchers.FindAll(voucher => voucher.Code == code);
        var here = known.Find(voucher => voucher.EventId == state.Terms.EventId);
        var outcome =
            here is null && known.Count > 0 ? BookingOutcome.VoucherOfAnotherEvent
            : here is null ? BookingOutcome.VoucherUnknown
            : OutcomeOf(here);
        return outcome == BookingOutcome.Done ? (null, here) : (new(outcome, code), null);
    }

    private bool Usable(LaneVoucher? voucher) =>
        voucher is not null && OutcomeOf(voucher) == BookingOutcome.Done;

    private BookingOutcome OutcomeOf(LaneVoucher voucher) =>
        Voucher.OutcomeOf(voucher.ValidUntil, voucher.Stock.IsOpen, voucher.Stock.Left, state.Now);
}
