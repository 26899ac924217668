using Seatmate.Ticketing.Holds;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Lanes;

/// <summary>What becomes of a wish: the outcome, what it is about (a section, a voucher's code), and the order or hold
/// that it made, changed or met.</summary>
public sealed record Verdict(BookingOutcome Outcome, string About = "", LaneOrder? Order = null)
{
    /// <summary>An expired order might hold what lacks; then it is let go first.</summary>
    public bool MayHelpToLetGo =>
        Outcome
            is BookingOutcome.SectionSoldOut
                or BookingOutcome.TooManyForOnePerson
                or BookingOutcome.SeatTaken
                or BookingOutcome.VoucherUsedUp
                or BookingOutcome.HoldLapsed;
}

/// <summary>Decides wishes in order of arrival: pure, on what the batch has read, which it changes as it
/// decides.</summary>
public sealed class LaneRules(
    BatchState state,
    TimeSpan holdDuration,
    HoldTokens tokens,
    Func<string> newReference
)
{
    private readonly Taking taking = new(state);

    public Verdict Decide(Wish wish) =>
        wish switch
        {
            BookWish book => Book(book),
            HoldWish { HoldId: null } hold => Hold(hold),
            _ => Meet(wish),
        };

    private Verdict Book(BookWish wish)
    {
        var (refusal, takings) = taking.Of(wish.Lines, wish.Voucher, state.BuyerOf(wish));
        if (refusal is not null)
            return refusal;
        var order = NewOrder(wish, takings!);
        order.Take(takings!);
        Place(order, state.Now + holdDuration, wish);
        return new(BookingOutcome.Done, "", order);
    }

    private Verdict Hold(HoldWish wish)
    {
        var (refusal, takings) = taking.Of(wish.Lines, wish.Voucher, state.BuyerOf(wish));
        if (refusal is not null)
            return refusal;
        var order = NewOrder(wish, takings!);
        order.Take(takings!);
        order.Hold(state.Now, holdDuration);
        return new(BookingOutcome.Done, "", order);
    }

    /// <summary>A wish about a hold: whose it is not, for them it is not there.</summary>
    private Verdict Meet(Wish wish)
    {
        if (
            !state.Holds.TryGetValue(wish.HoldId!.Value, out var hold)
            || !tokens.IsOf(hold.BuyerId, hold.IsGuests, hold.BookingId, wish.Asker)
        )
            return new(BookingOutcome.NoSuchHold);
        if (hold.PlacedAt is not null)
            return new(
                wish is OrderWish ? BookingOutcome.OrderedAlready : BookingOutcome.HoldOrdered,
                "",
                hold
            );
        if (hold.HasLapsed(state.Now))
            return new(BookingOutcome.HoldLapsed, "", hold);
        return wish switch
        {
            ReleaseWish => Release(hold),
            OrderWish order => hold.Status == OrderStatus.Cancelled
                ? new(BookingOutcome.HoldLapsed)
                : Order(order, hold),
            _ when hold.Status != OrderStatus.Held => new(BookingOutcome.HoldLapsed),
            ExtendWish => Extend(hold),
            HoldWish change => Change(change, hold),
            _ => throw new InvalidOperationException($"Nobody knows a {wish.GetType().Name}."),
        };
    }

    private static Verdict Release(LaneOrder hold)
    {
        if (hold.Status == OrderStatus.Held)
        {
            hold.GiveBack();
            (hold.Status, hold.ExpiresAt) = (OrderStatus.Cancelled, null);
        }
        return new(BookingOutcome.Done, "", hold);
    }

    private Verdict Extend(LaneOrder hold)
    {
        if (hold.ExtendedAt is not null)
            return new(BookingOutcome.ExtendedAlready, "", hold);
        hold.ExpiresAt = hold.HeldAt + holdDuration * HoldDetails.DurationsMax;
        (hold.ExtendedAt, hold.IsChanged) = (state.Now, true);
        return new(BookingOutcome.Done, "", hold);
    }

    /// <summary>What is held already counts as free for its owner, also above a limit that was lowered, and less of it
    /// may be held when the sale has ended; the deadline stays.</summary>
    private Verdict Change(HoldWish wish, LaneOrder hold)
    {
        var before = hold.Takings;
        var wasChanged = hold.IsChanged;
        hold.GiveBack();
        var (refusal, takings) = taking.Of(
            wish.LeavesLines ? LinesOf(before) : wish.Lines,
            wish.LeavesVoucher ? before.Voucher?.Code : wish.Voucher,
            OwnerOf(hold, wish),
            before
        );
        if (takings is null)
            hold.Keep(before);
        else
            hold.Take(takings);
        hold.IsChanged = wasChanged || refusal is null;
        return refusal ?? new(BookingOutcome.Done, "", hold);
    }

    /// <summary>What is held, as somebody would ask for it now: its section may have another name.</summary>
    private List<WantedLine> LinesOf(Takings held) =>
        [
            .. held.Breakdown.Lines.Select(line =>
                WantedLine.Again(line, state.SectionOf(line.SectionId)?.Name ?? line.Section)
            ),
        ];

    /// <summary>The person whose tickets a hold counts among; null as long as it is a guest's, also one who has signed
    /// in since.</summary>
    private LaneStock? OwnerOf(LaneOrder hold, Wish wish) =>
        hold.BuyerId is null ? null : state.BuyerOf(wish);

    /// <summary>Who may not have it is refused before anything is taken: what is refused is not written.</summary>
    private Verdict Order(OrderWish wish, LaneOrder hold)
    {
        var isUnnamed = hold.BuyerId is null;
        if ((taking.Refusal() ?? (isUnnamed ? RefusalToName(wish, hold) : null)) is { } refusal)
            return refusal;
        var verdict = hold.Status == OrderStatus.Held ? new(BookingOutcome.Done, "", hold) : Late(wish, hold);
        if (verdict.Outcome != BookingOutcome.Done)
            return verdict;
        if (isUnnamed)
            Name(wish, hold);
        Place(hold, DeadlineOf(hold), wish);
        return verdict;
    }

    private Verdict? RefusalToName(OrderWish wish, LaneOrder hold)
    {
        var buyer = state.BuyerOf(wish)!;
        return !buyer.IsOpen ? new(BookingOutcome.PersonGone)
            : Taking.LimitOf(buyer, state.Terms) < hold.Takings.Tickets
                ? new(BookingOutcome.TooManyForOnePerson)
            : null;
    }

    /// <summary>A guest's hold gets its buyer: the guest who says who they are, or the person they have signed in
    /// as.</summary>
    private void Name(OrderWish wish, LaneOrder hold)
    {
        hold.TakeToo(new(state.BuyerOf(wish)!, hold.Takings.Tickets));
        if (wish.Guest is { } guest)
            (hold.GuestId, hold.GuestName) = (guest.Id, wish.Contact!.Name);
        else
            hold.BuyerId = wish.Asker.UserId;
    }

    /// <summary>As long as the hold was good for, or a full time to pay; never longer than a hold may be
    /// kept.</summary>
    private DateTimeOffset DeadlineOf(LaneOrder hold)
    {
        var last = hold.HeldAt!.Value + holdDuration * HoldDetails.DurationsMax;
        var full = state.Now + holdDuration < last ? state.Now + holdDuration : last;
        return hold.ExpiresAt > full ? hold.ExpiresAt.Value : full;
    }

    /// <summary>In time the price that was shown is honoured, also when the sale has ended. Too late: what is still
    /// there at the same price is ordered all the same while it is sold; otherwise what is left is held again at
    /// today's price, and the buyer is asked.</summary>
    private Verdict Late(OrderWish wish, LaneOrder hold)
    {
        var shown = hold.Takings.Breakdown;
        var (refusal, takings) = taking.Again(shown, hold.Takings.Voucher, OwnerOf(hold, wish));
        if (takings is null)
            return refusal!;
        hold.Take(takings);
        hold.Hold(state.Now, holdDuration);
        return takings.Breakdown.Lines.Count < shown.Lines.Count ? new(BookingOutcome.HoldChanged, "", hold)
            : takings.Breakdown.Total != shown.Total ? new(BookingOutcome.PriceChanged, "", hold)
            : new(BookingOutcome.Done, "", hold);
    }

    private LaneOrder NewOrder(Wish wish, Takings takings) =>
        new(SpareIds.Take(state.Ids.Orders), Guid.CreateVersion7(), null, state.Now)
        {
            BuyerId = wish.Asker.UserId,
            Status = OrderStatus.Held,
            Takings = takings,
        };

    private void Place(LaneOrder order, DateTimeOffset deadline, Wish wish)
    {
        order.PlacedFrom = wish.Place;
        (order.PlacedAt, order.IsPlacedNow, order.IsChanged) = (state.Now, true, true);
        if (order.IsFree)
        {
            (order.Status, order.ExpiresAt) = (OrderStatus.Confirmed, null);
            order.TicketIds =
            [
                .. Enumerable.Range(0, order.Takings.Tickets).Select(_ => SpareIds.Take(state.Ids.Tickets)),
            ];
            return;
        }
        (order.Status, order.ExpiresAt) = (OrderStatus.AwaitingPayment, deadline);
        order.PaymentReference = newReference();
    }
}
