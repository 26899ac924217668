using System.Runtime.InteropServices;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Lanes;

/// <summary>Lines put together, each checked against what the batch has left; what was held before may be of a section
/// that is closed.</summary>
internal sealed class Basket(BatchState state, LaneVoucher? voucher, bool isHeld = false)
{
    private readonly List<(LaneSection Section, int Quantity, LaneSeat[] Seats)> lines = [];

    public bool IsEmpty => lines.Count == 0;

    private int Tickets => lines.Sum(line => line.Quantity);

    /// <summary>Adds a line whose section and seats are right; why it is not otherwise.</summary>
    public Verdict? Add(WantedLine line)
    {
        if (!state.Sections.TryGetValue(line.Section, out var section))
            return new(BookingOutcome.NoSuchSection, line.Section);
        if (section.IsSeated && line.SeatIds.Count == 0)
            return new(BookingOutcome.SeatNeeded, line.Section);
        if (!section.IsSeated && line.SeatIds.Count > 0)
            return new(BookingOutcome.SeatNotWanted, line.Section);
        var seats = new LaneSeat[line.SeatIds.Count];
        for (var i = 0; i < seats.Length; i++)
        {
            if (!state.Seats.TryGetValue(line.SeatIds[i], out var seat) || seat.SectionId != section.Id)
                return new(BookingOutcome.NoSuchSeat, $"{line.SeatIds[i]}");
            if (seats.Contains(seat) || lines.Any(other => other.Seats.Contains(seat)))
                return new(BookingOutcome.SeatTwice, $"{line.SeatIds[i]}");
            seats[i] = seat;
        }
        lines.Add((section, line.Quantity, seats));
        return null;
    }

    /// <summary>Adds a line that was held once if all of it is there for the buyer; what lacks otherwise. Its section
    /// may have another name now, or be gone, or have other seats.</summary>
    public Verdict? TryAddAgain(PricedLine held, LaneStock? buyer)
    {
        if (
            state.SectionOf(held.SectionId) is not { } section
            || Add(WantedLine.Again(held, section.Name)) is not null
        )
            return new(BookingOutcome.HoldLapsed);
        var lack = Lack(buyer, had: 0);
        if (lack is not null)
            lines.RemoveAt(lines.Count - 1);
        return lack;
    }

    /// <summary>What lacks for all lines together, or is wrong with the voucher; null when everything is
    /// there.</summary>
    public Verdict? Refusal(LaneStock? buyer, int had) =>
        Lack(buyer, had)
        ?? (
            voucher is null || VoucherApplies
                ? null
                : new(BookingOutcome.VoucherOfAnotherSection, voucher.Code)
        );

    private bool VoucherApplies =>
        voucher is not null
        && (voucher.SectionId is not { } only || lines.Exists(line => line.Section.Id == only));

    private Verdict? Lack(LaneStock? buyer, int had)
    {
        if (buyer is { IsOpen: false })
            return new(BookingOutcome.PersonGone);
        var limit = buyer is null ? state.Terms.TicketsPerPersonMax : Taking.LimitOf(buyer, state.Terms);
        if (Math.Max(limit, had) < Tickets)
            return new(BookingOutcome.TooManyForOnePerson);
        foreach (var (section, _, seats) in lines)
        {
            if (Array.Find(seats, seat => seat.IsTaken) is { } taken)
                return new(BookingOutcome.SeatTaken, $"{taken.Row} {taken.Number}");
            if (LackOf(section) is { } lack)
                return lack;
        }
        return null;
    }

    /// <summary>What a voucher keeps is its own, whatever the section sells.</summary>
    private Verdict? LackOf(LaneSection section)
    {
        var wanted = Wanted(other => other == section);
        if (section.IsKeptBy(voucher))
            return voucher!.Stock.Left < wanted ? new(BookingOutcome.VoucherUsedUp, voucher.Code) : null;
        if ((isHeld ? section.Stock.Left : section.Left) < wanted)
            return new(BookingOutcome.SectionSoldOut, section.Scarce);
        return
            section.Stock.Pool is { } pool
            && pool.Left < Wanted(other => other.StockWith(voucher).Pool == pool)
            ? new(BookingOutcome.SectionSoldOut, section.Pool!)
            : null;
    }

    private long Wanted(Func<LaneSection, bool> of) =>
        lines.Where(line => of(line.Section)).Sum(line => (long)line.Quantity);

    public Takings Takings(LaneStock? buyer)
    {
        var claims = lines
            .GroupBy(line => line.Section)
            .Select(same => new LaneClaim(same.Key.StockWith(voucher), same.Sum(line => line.Quantity)))
            .ToList();
        if (buyer is not null)
            claims.Add(new(buyer, Tickets));
        if (VoucherApplies && !voucher!.Reserves)
            claims.Add(new(voucher.Stock, 1));
        return new(
            claims,
            [.. lines.SelectMany(line => line.Seats)],
            Breakdown(),
            VoucherApplies ? voucher : null
        );
    }

    /// <summary>In a crowd nearly all ask for the same: that is priced once a batch.</summary>
    private Breakdown Breakdown()
    {
        if (voucher is not null || lines is not [(var section, var quantity, [])])
            return Quote();
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(
            state.Quotes,
            (section.Id, quantity),
            out _
        );
        return known ??= Quote();
    }

    private Breakdown Quote() =>
        Pricing.Quote(
            lines.Select(line => Price(line.Section, line.Quantity, line.Seats)),
            state.Terms.Currency,
            state.Terms.TaxPercent
        );

    private LineToPrice Price(LaneSection section, int quantity, LaneSeat[] seats)
    {
        var off =
            voucher is not null && (voucher.SectionId ?? section.Id) == section.Id ? voucher.PercentOff : 0;
        return new(
            section.Id,
            section.Name,
            $"{state.Terms.Title}, {section.Name}",
            quantity,
            Pricing.Lowered(section.PriceMinor, off),
            seats.Length == 0
                ? null
                : [.. seats.Select(seat => new PricedSeat(seat.Id, seat.Row, seat.Number))]
        );
    }
}
