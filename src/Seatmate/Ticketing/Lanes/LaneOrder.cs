using Seatmate.Platform;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Lanes;

/// <summary>What an order takes of a stock.</summary>
public readonly record struct LaneClaim(LaneStock Stock, int Quantity);

/// <summary>All that an order takes, and what it costs.</summary>
public sealed record Takings(
    IReadOnlyList<LaneClaim> Claims,
    IReadOnlyList<LaneSeat> Seats,
    Breakdown Breakdown,
    LaneVoucher? Voucher
)
{
    public int Tickets => Breakdown.Lines.Sum(line => line.Quantity);
}

/// <summary>An order or hold that a batch makes or changes.</summary>
public sealed class LaneOrder(long id, Guid bookingId, long? version, DateTimeOffset createdAt)
{
    public long Id { get; } = id;
    public Guid BookingId { get; } = bookingId;

    /// <summary>Of its row as it was read; null when this batch makes it.</summary>
    public long? Version { get; } = version;

    public DateTimeOffset CreatedAt { get; } = createdAt;
    public required long? BuyerId { get; set; }
    public long? GuestId { get; set; }
    public string? GuestName { get; set; }
    public required OrderStatus Status { get; set; }
    public required Takings Takings { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? HeldAt { get; set; }
    public DateTimeOffset? ExtendedAt { get; set; }
    public DateTimeOffset? PlacedAt { get; set; }
    public IReadOnlyList<long> TicketIds { get; set; } = [];
    public string? PaymentReference { get; set; }

    /// <summary>The batch has something to write of it.</summary>
    public bool IsChanged { get; set; }

    /// <summary>What it takes is not what it took.</summary>
    public bool TakesAnew { get; set; }

    /// <summary>What it takes beside what it took, as long as that stays.</summary>
    public List<LaneClaim> TakesToo { get; } = [];

    /// <summary>This batch placed it.</summary>
    public bool IsPlacedNow { get; set; }

    /// <summary>From where it was placed.</summary>
    public AuditPlace? PlacedFrom { get; set; }

    /// <summary>As <see cref="Order.IsGuests"/>.</summary>
    public bool IsGuests => Order.IsGuestsOf(BuyerId, GuestId, PlacedAt);

    public bool IsFree => Takings.Breakdown.TotalMinor == 0;

    /// <summary>The same as a later batch finds it, in a row of this version.</summary>
    public LaneOrder AsFound(long? version) =>
        new(Id, BookingId, version, CreatedAt)
        {
            BuyerId = BuyerId,
            GuestId = GuestId,
            GuestName = GuestName,
            Status = Status,
            Takings = Takings,
            ExpiresAt = ExpiresAt,
            HeldAt = HeldAt,
            ExtendedAt = ExtendedAt,
            PlacedAt = PlacedAt,
        };

    public bool HasLapsed(DateTimeOffset now) => Status == OrderStatus.Held && ExpiresAt <= now;

    public void Take(Takings takings)
    {
        foreach (var claim in takings.Claims)
            claim.Stock.Take(claim.Quantity);
        foreach (var seat in takings.Seats)
            seat.IsTaken = true;
        (Takings, TakesAnew, IsChanged) = (takings, true, true);
    }

    /// <summary>Takes something more beside what it has.</summary>
    public void TakeToo(LaneClaim claim)
    {
        claim.Stock.Take(claim.Quantity);
        Takings = Takings with { Claims = [.. Takings.Claims, claim] };
        TakesToo.Add(claim);
        IsChanged = true;
    }

    public void GiveBack()
    {
        foreach (var claim in Takings.Claims)
            claim.Stock.Take(-claim.Quantity);
        foreach (var seat in Takings.Seats)
            seat.IsTaken = false;
        (Takings, TakesAnew, IsChanged) = (Takings with { Claims = [], Seats = [] }, true, true);
    }

    /// <summary>What was given back stays after all.</summary>
    public void Keep(Takings before)
    {
        foreach (var claim in before.Claims)
            claim.Stock.Keep(claim.Quantity);
        foreach (var seat in before.Seats)
            seat.IsTaken = true;
        Takings = before;
    }

    public void Hold(DateTimeOffset now, TimeSpan duration)
    {
        (Status, HeldAt, ExpiresAt, ExtendedAt) = (OrderStatus.Held, now, now + duration, null);
        IsChanged = true;
    }
}
