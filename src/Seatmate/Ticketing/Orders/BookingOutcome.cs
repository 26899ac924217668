using System.Globalization;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Http;
using Seatmate.Platform.Time;

namespace Seatmate.Ticketing.Orders;

/// <summary>What becomes of the wish to hold, order or change places.</summary>
public enum BookingOutcome
{
    Done,
    NotOnSale,

    /// <summary>It was called off.</summary>
    EventGone,

    /// <summary>The account was deleted meanwhile.</summary>
    PersonGone,
    EventOver,

    /// <summary>Its sale starts later.</summary>
    SaleNotStarted,
    SaleEnded,
    TooManyForOnePerson,

    TooManyInOneOrder,
    NoSuchSection,
    SectionSoldOut,
    SeatNeeded,
    SeatNotWanted,
    SeatTwice,
    NoSuchSeat,
    SeatTaken,
    VoucherUnknown,
    VoucherExpired,
    VoucherUsedUp,
    VoucherOfAnotherSection,
    VoucherOfAnotherEvent,

    /// <summary>There is none, or it is somebody else's.</summary>
    NoSuchHold,

    /// <summary>Its time is over, or it was given back.</summary>
    HoldLapsed,

    /// <summary>What was held is an order by now.</summary>
    HoldOrdered,

    /// <summary>The same, for somebody who wanted to order it: it is done.</summary>
    OrderedAlready,
    ExtendedAlready,

    /// <summary>It had lapsed and not all of it was there any more; the rest is held again.</summary>
    HoldChanged,

    /// <summary>It had lapsed and the price is another now; it is held again.</summary>
    PriceChanged,

    /// <summary>Nothing is given back any more.</summary>
    EventBegun,

    /// <summary>The change would cost more than was paid.</summary>
    PaymentNeeded,

    /// <summary>Additional tickets cost another price than those that are booked.</summary>
    OtherPriceNow,

    /// <summary>It has several sections, seats or a voucher, or another currency than its event.</summary>
    NotChangeable,

    /// <summary>The order was called off or has lapsed meanwhile.</summary>
    OrderOver,
}

public static class BookingProblems
{
    /// <summary>An outcome as a refusal; <paramref name="about"/> is the section, seat or voucher that it is
    /// about.</summary>
    public static Problem Explain(this BookingOutcome outcome, EventTerms terms, string about) =>
        outcome switch
        {
            BookingOutcome.EventGone => Problem.NotFound("Event", terms.EventId),
            BookingOutcome.PersonGone => Problem.SignInNeeded(),
            BookingOutcome.NotOnSale => Problem.Conflict("not-on-sale", "This event is not on sale"),
            BookingOutcome.EventBegun => Problem.Conflict(
                "event-over",
                "This event has begun; its bookings can no longer be cancelled or made smaller"
            ),
            BookingOutcome.EventOver => Problem.Conflict("event-over", "This event is over"),
            BookingOutcome.SaleNotStarted => Problem.Conflict(
                "sale-not-started",
                $"The sale of this event starts on {Written(terms.SaleStartsAt!.Value, terms.TimeZone)}"
            ),
            BookingOutcome.SaleEnded => Problem.Conflict(
                "sale-ended",
                $"The sale of this event ended on {Written(terms.SaleEndsAt!.Value, terms.TimeZone)}"
            ),
            BookingOutcome.TooManyForOnePerson => Problem.Refused(
                "too-many-tickets",
                $"Maximum {terms.TicketsPerPersonMax} tickets allowed per user per event"
            ),
            BookingOutcome.TooManyInOneOrder => Problem.Refused(
                "too-many-tickets",
                $"At most {Order.TicketsMax} tickets are booked at once; book the others separately"
            ),
            BookingOutcome.NoSuchSection => new(
                404,
                "section-not-found",
                $"This event has no section {about}"
            ),
            BookingOutcome.SectionSoldOut => Problem.Conflict(
                "section-sold-out",
                $"No more {about} tickets available, please select a different seat section"
            ),
            BookingOutcome.PaymentNeeded => Problem.Conflict(
                "payment-needed",
                "This change costs more than was paid; please book the additional tickets separately"
            ),
            BookingOutcome.OtherPriceNow => Problem.Conflict(
                "price-changed",
                "The price has changed since; please book the additional tickets separately"
            ),
            BookingOutcome.NotChangeable => Problem.Conflict(
                "booking-not-changeable",
                "A booking of several sections, of seats, with a voucher, in a former currency or of an account that is gone cannot be changed"
            ),
            BookingOutcome.OrderOver => Problem.Conflict(
                "booking-over",
                "This booking is no longer standing"
            ),
            BookingOutcome.SeatNeeded
            or BookingOutcome.SeatNotWanted
            or BookingOutcome.SeatTwice
            or BookingOutcome.NoSuchSeat
            or BookingOutcome.SeatTaken => OfSeat(outcome, about),
            BookingOutcome.VoucherUnknown
            or BookingOutcome.VoucherExpired
            or BookingOutcome.VoucherUsedUp
            or BookingOutcome.VoucherOfAnotherSection
            or BookingOutcome.VoucherOfAnotherEvent => OfVoucher(outcome, about),
            BookingOutcome.NoSuchHold => Problem.NotFound("Hold not found"),
            BookingOutcome.HoldLapsed
            or BookingOutcome.HoldOrdered
            or BookingOutcome.ExtendedAlready
            or BookingOutcome.HoldChanged
            or BookingOutcome.PriceChanged => OfHold(outcome),
            BookingOutcome.Done or BookingOutcome.OrderedAlready => throw new InvalidOperationException(
                "What is done needs no explanation."
            ),
        };

    private static string Written(DateTimeOffset instant, string zone)
    {
        var there = WallTime.WithOffset(instant, zone);
        return $"{there.ToString("dddd d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} ({zone})";
    }

    private static Problem OfSeat(BookingOutcome outcome, string about) =>
        outcome switch
        {
            BookingOutcome.SeatNeeded => Problem.Refused("seat-needed", $"Choose seats in {about}"),
            BookingOutcome.SeatNotWanted => Problem.Refused(
                "seat-not-wanted",
                $"{about} has no numbered seats"
            ),
            BookingOutcome.SeatTwice => Problem.Refused("seat-twice", $"Seat {about} is named twice"),
            BookingOutcome.NoSuchSeat => Problem.NotFound($"Seat {about} not found in this section"),
            _ => Problem.Conflict("seat-taken", $"Seat {about} is taken, please choose another"),
        };

    private static Problem OfVoucher(BookingOutcome outcome, string code) =>
        outcome switch
        {
            BookingOutcome.VoucherUnknown => new(404, "voucher-unknown", $"There is no voucher {code}"),
            BookingOutcome.VoucherExpired => Problem.Conflict(
                "voucher-expired",
                $"Voucher {code} has expired"
            ),
            BookingOutcome.VoucherUsedUp => Problem.Conflict(
                "voucher-used-up",
                $"Voucher {code} is used up, or not so many places are left of it"
            ),
            BookingOutcome.VoucherOfAnotherSection => Problem.Conflict(
                "voucher-of-another-section",
                $"Voucher {code} is for another section"
            ),
            _ => Problem.Conflict("voucher-of-another-event", $"Voucher {code} is for another event"),
        };

    private static Problem OfHold(BookingOutcome outcome) =>
        outcome switch
        {
            BookingOutcome.HoldLapsed => Problem.Gone(
                "hold-expired",
                "This hold has ended; its places are free again"
            ),
            BookingOutcome.HoldOrdered => Problem.Conflict("hold-ordered", "This hold has been ordered"),
            BookingOutcome.ExtendedAlready => Problem.Conflict(
                "hold-extended-already",
                "A hold can be extended once"
            ),
            BookingOutcome.HoldChanged => Problem.Conflict(
                "hold-changed",
                "Your hold had expired and not all of it is left; please confirm what is held for you now"
            ),
            _ => Problem.Conflict(
                "price-changed",
                "Your hold had expired and the price has changed; please confirm the new price"
            ),
        };
}
