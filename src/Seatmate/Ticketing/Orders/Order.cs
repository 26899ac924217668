using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Ticketing.Orders;

public enum OrderStatus
{
    /// <summary>Its places are kept until the deadline for somebody who has not ordered them yet.</summary>
    Held,

    /// <summary>Its places are held until the deadline.</summary>
    AwaitingPayment,

    /// <summary>Paid, or nothing was due; its tickets are valid.</summary>
    Confirmed,

    Cancelled,

    /// <summary>Not paid in time; its places are free again.</summary>
    Expired,
}

/// <summary>What one person bought of an event, or is about to; the API calls it a booking, and a hold until it is
/// placed.</summary>
public sealed class Order
{
    /// <summary>A booking is shown and mailed whole, with all its tickets.</summary>
    public const int TicketsMax = 500;

    public long Id { get; private set; }
    public Guid BookingId { get; private set; }
    public required long EventId { get; init; }
    public required long? BuyerId { get; init; }
    public required OrderStatus Status { get; set; }
    public required int TotalTickets { get; set; }
    public long TotalMinor { get; private set; }
    public string Currency { get; private set; } = "";
    public Breakdown Breakdown { get; private set; } = null!;
    public long? GuestId { get; private set; }
    public string? GuestName { get; private set; }
    public long? VoucherId { get; private set; }
    public DateTimeOffset? HeldAt { get; private set; }
    public DateTimeOffset? ExtendedAt { get; private set; }
    public DateTimeOffset? PlacedAt { get; private set; }
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? PaidAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The section of its places; the first, when there are several.</summary>
    public long SectionId => Breakdown.Lines[0].SectionId;

    /// <summary>Somebody without an account holds or bought it; what a person bought who then left is not a
    /// guest's.</summary>
    public bool IsGuests => IsGuestsOf(BuyerId, GuestId, PlacedAt);

    public static bool IsGuestsOf(long? buyerId, long? guestId, DateTimeOffset? placedAt) =>
        buyerId is null && (guestId is not null || placedAt is null);

    /// <summary>It has taken places, and no voucher or seat that a change would have to mind.</summary>
    public bool IsPlain => Breakdown.IsOfOneSection && VoucherId is null;

    public bool IsLive => Status is OrderStatus.Held or OrderStatus.AwaitingPayment or OrderStatus.Confirmed;

    public void Price(Breakdown breakdown) =>
        (Breakdown, TotalMinor, Currency) = (breakdown, breakdown.TotalMinor, breakdown.Currency);

    public void Confirm(DateTimeOffset now)
    {
        (Status, ExpiresAt, UpdatedAt) = (OrderStatus.Confirmed, null, now);
        PaidAt = TotalMinor > 0 ? now : null;
    }

    public void Cancel(DateTimeOffset now) =>
        (Status, ExpiresAt, UpdatedAt) = (OrderStatus.Cancelled, null, now);
}

public sealed class BreakdownConverter()
    : ValueConverter<Breakdown, string>(
        breakdown => JsonSerializer.Serialize(breakdown, JsonShape.Options),
        text => JsonSerializer.Deserialize<Breakdown>(text, JsonShape.Options)!
    );
