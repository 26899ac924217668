namespace Seatmate.Ticketing.Stocks;

/// <summary>What a stock counts.</summary>
public enum StockKind
{
    /// <summary>The places of a section; the subject is the section.</summary>
    Section,

    /// <summary>The tickets one person may have of the event; the subject is the person.</summary>
    Person,

    /// <summary>The tickets that one address without an account may have of the event; the subject is the
    /// guest.</summary>
    Guest,

    /// <summary>The uses of a voucher, or the places that it keeps.</summary>
    Voucher,

    /// <summary>Places that several sections share; the subject is the pool.</summary>
    Pool,
}

/// <summary>Something scarce of an event. Taken never leaves 0…capacity: stocks_taken_within_capacity, whatever the
/// code does.</summary>
public sealed class Stock
{
    public long Id { get; private set; }
    public required long EventId { get; init; }
    public required StockKind Kind { get; init; }
    public required long SubjectId { get; init; }

    /// <summary>Null for a section without a limit of its own.</summary>
    public required long? Capacity { get; set; }
    public long Taken { get; private set; }

    /// <summary>False once the event is called off or the voucher has ended: nothing more is taken.</summary>
    public bool Open { get; private set; } = true;

    /// <summary>Of a section: the stock of the pool that it shares. What is taken of it is taken of that too. Of a
    /// voucher that keeps places: the stock of their section. All that it can give is taken of that:
    /// stocks_take_of_their_pools.</summary>
    public long? PoolId { get; init; }

    /// <summary>As far as its own limit goes.</summary>
    public long Left => (Capacity ?? long.MaxValue) - Taken;
}

/// <summary>That an order took some of a stock. The sum of a stock's claims is its taken.</summary>
public sealed class Claim
{
    public required long OrderId { get; init; }
    public required long StockId { get; init; }
    public required long Quantity { get; set; }
}
