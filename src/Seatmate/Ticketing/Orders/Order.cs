using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Ticketing.Orders;

public enum OrderStatus
{
    /// <summary>Its places are held until the deadline.</summary>
    AwaitingPayment,

    /// <summary>Paid, or nothing was due; its tickets are valid.</summary>
    Confirmed,

    Cancelled,

    /// <summary>Not paid in time; its places are free again.</summary>
    Expired,
}

/// <summary>What one person bought, or is about to, in one section of an event; the API calls it a booking.</summary>
public sealed class Order
{
    public long Id { get; private set; }
    public Guid BookingId { get; private set; }
    public required long EventId { get; init; }
    public required long? BuyerId { get; init; }
    public required OrderStatus Status { get; set; }
    public required int TotalTickets { get; set; }
    public long TotalMinor { get; private set; }
    public string Currency { get; private set; } = "";
    public Breakdown Breakdown { get; private set; } = null!;
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? PaidAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The section of its places.</summary>
    public long SectionId => Breakdown.Lines[0].SectionId;

    public bool IsLive => Status is OrderStatus.AwaitingPayment or OrderStatus.Confirmed;

    public void Price(Breakdown breakdown) =>
        (Breakdown, TotalMinor, Currency) = (breakdown, breakdown.TotalMinor, breakdown.Currency);

    public void Confirm(DateTimeOffset now)
    {
        (Status, ExpiresAt, UpdatedAt) = (OrderStatus.Confirmed, null, now);
        PaidAt = TotalMinor > 0 ? now : null;
    }

    public void End(OrderStatus status, DateTimeOffset now)
    {
        if (status is not (OrderStatus.Cancelled or OrderStatus.Expired))
            throw new ArgumentOutOfRangeException(
                nameof(status),
                status,
                "An order ends cancelled or expired."
            );
        (Status, ExpiresAt, UpdatedAt) = (status, null, now);
    }
}

public sealed class BreakdownConverter()
    : ValueConverter<Breakdown, string>(
        breakdown => JsonSerializer.Serialize(breakdown, JsonShape.Options),
        text => JsonSerializer.Deserialize<Breakdown>(text, JsonShape.Options)!
    );
