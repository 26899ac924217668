using Seatmate.Events.Contracts;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Lanes;

/// <summary>Whether all that a wish asks for is there, and what it costs; takes nothing itself.</summary>
public sealed class Taking(BatchState state)
{
    /// <summary>All or nothing of the wish's lines, for this buyer; a guest who is not known yet may take as many as
    /// one person may have.</summary>
    /// <param name="wish">What is asked for.</param>
    /// <param name="buyer">Whose tickets they are.</param>
    /// <param name="had">So many they may have in any case: they had them before.</param>
    public (Verdict? Refusal, Takings? Takings) Of(Wish wish, LaneStock? buyer, int had = 0)
    {
        if (Refusal() is { } refusal)
            return (refusal, null);
        var (unknown, voucher) = FindVoucher(wish.Voucher);
        if (unknown is not null)
            return (unknown, null);
        var basket = new Basket(state, voucher);
        foreach (var line in wish.Lines)
        {
            if (basket.Add(line) is { } wrong)
                return (wrong, null);
        }
        if (basket.Refusal(buyer, had) is { } lacking)
            return (lacking, null);
        return (null, basket.Takings(buyer));
    }

    /// <summary>What is still there of lines that were held once, at today's price; a line of which anything lacks is
    /// left out.</summary>
    public (Verdict? Refusal, Takings? Takings) Again(Breakdown shown, LaneVoucher? voucher, LaneStock? buyer)
    {
        if (Refusal() is { } refusal)
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

    /// <summary>Why nothing of the event is sold; null when it is on sale.</summary>
    public Verdict? Refusal()
    {
        var terms = state.Terms;
        if (state.Sections.Values.Any(section => !section.Stock.IsOpen))
            return new(BookingOutcome.EventGone);
        if (!terms.OnSale)
            return new(BookingOutcome.NotOnSale);
        return terms.IsOver(state.Now) ? new(BookingOutcome.EventOver) : null;
    }

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
            : here is null || !here.Stock.IsOpen ? BookingOutcome.VoucherUnknown
            : here.ValidUntil <= state.Now ? BookingOutcome.VoucherExpired
            : here.Stock.Left < 1 ? BookingOutcome.VoucherUsedUp
            : BookingOutcome.Done;
        return outcome == BookingOutcome.Done ? (null, here) : (new(outcome, code), null);
    }

    private bool Usable(LaneVoucher? voucher) =>
        voucher is { Stock: { IsOpen: true, Left: > 0 } } && !(voucher.ValidUntil <= state.Now);
}
