using Seatmate.Events.Contracts;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Ticketing.Lanes;

/// <summary>A stock as the batch found it, and what it takes from it. What is taken of one in a pool is taken of the
/// pool too, in the database by stocks_take_of_their_pools.</summary>
public sealed class LaneStock(
    long id,
    long capacity,
    long taken,
    bool isOpen,
    bool isNew,
    LaneStock? pool = null
)
{
    public long Id { get; } = id;
    public long Capacity { get; } = capacity;

    /// <summary>False when the event is called off, the person has left, or the voucher is withdrawn.</summary>
    public bool IsOpen { get; } = isOpen;

    /// <summary>It is made together with what is taken from it.</summary>
    public bool IsNew { get; } = isNew;
    public long Taken { get; private set; } = taken;
    public LaneStock? Pool { get; } = pool;

    /// <summary>The smaller of its own limit and its pool's decides.</summary>
    public long Left => PoolDecides ? Pool!.Left : Capacity - Taken;

    /// <summary>Its pool has less left than it has by itself.</summary>
    public bool PoolDecides => Pool?.Left < Capacity - Taken;
    public long Change { get; private set; }

    /// <summary>The batch takes from it, whatever it gives back beside.</summary>
    public bool IsTakenFrom { get; private set; }

    public void Take(long quantity)
    {
        (Taken, Change) = (Taken + quantity, Change + quantity);
        IsTakenFrom |= quantity > 0;
        Pool?.Take(quantity);
    }

    /// <summary>What was given back is as if it had stayed.</summary>
    public void Keep(long quantity)
    {
        (Taken, Change) = (Taken + quantity, Change + quantity);
        Pool?.Keep(quantity);
    }

    /// <summary>As the next batch finds it, when what this one took is committed, in this pool.</summary>
    public LaneStock Settled(LaneStock? pool = null) => new(Id, Capacity, Taken, IsOpen, isNew: false, pool);

    /// <summary>Of somebody who takes their first tickets of the event.</summary>
    public static LaneStock OfNewcomer(long id, EventTerms terms) =>
        new(id, terms.TicketsPerPersonMax, taken: 0, isOpen: true, isNew: true);
}

/// <summary>A section at the moment of the batch, and the version of its row.</summary>
public sealed record LaneSection(
    long Id,
    string Name,
    long PriceMinor,
    bool IsSeated,
    LaneStock Stock,
    long Version,
    string? Pool,
    SectionSale Sale
)
{
    /// <summary>Of what its places are taken with this voucher: of what that keeps of them, or of the section's
    /// own.</summary>
    public LaneStock StockWith(LaneVoucher? voucher) => IsKeptBy(voucher) ? voucher!.Stock : Stock;

    public bool IsKeptBy(LaneVoucher? voucher) => voucher is { Reserves: true } && voucher.SectionId == Id;

    /// <summary>How many more can be had of it.</summary>
    public long Left => Sale == SectionSale.Closed ? 0 : Stock.Left;

    /// <summary>The name of what decides how many are left: the section's own, or that of the pool that it
    /// shares.</summary>
    public string Scarce => Stock.PoolDecides ? Pool! : Name;
}

/// <summary>A seat at the moment of the batch; one that is kept back counts as taken.</summary>
public sealed class LaneSeat(long id, long sectionId, string row, string number, bool isTaken)
{
    public long Id { get; } = id;
    public long SectionId { get; } = sectionId;
    public string Row { get; } = row;
    public string Number { get; } = number;
    public bool IsTaken { get; set; } = isTaken;
}

/// <summary>A voucher at the moment of the batch, maybe of another event of the same organiser.</summary>
public sealed record LaneVoucher(
    long Id,
    string Code,
    long EventId,
    int PercentOff,
    long? SectionId,
    DateTimeOffset? ValidUntil,
    bool Reserves,
    LaneStock Stock
);

/// <summary>The subject of a stock that counts one buyer's tickets.</summary>
public readonly record struct BuyerKey(bool IsGuest, long Id)
{
    /// <summary>The stock's kind.</summary>
    public string Kind => IsGuest ? "guest" : "person";
}

/// <summary>What a batch knows of its event. The versions of the event's row and of its sections' have to stand still
/// until it is written.</summary>
public sealed class BatchState(VersionedTerms seen, DateTimeOffset now, SpareIds ids)
{
    public VersionedTerms Seen { get; } = seen;
    public EventTerms Terms => Seen.Terms;

    /// <summary>The database's clock, at the batch's beginning.</summary>
    public DateTimeOffset Now { get; } = now;

    public Dictionary<string, LaneSection> Sections { get; } = new(StringComparer.Ordinal);
    public Dictionary<BuyerKey, LaneStock> Buyers { get; } = [];
    public Dictionary<long, LaneSeat> Seats { get; } = [];
    public List<LaneVoucher> Vouchers { get; } = [];
    public Dictionary<long, LaneOrder> Holds { get; } = [];
    public SpareIds Ids { get; } = ids;

    /// <summary>What so many places of a section cost together.</summary>
    public Dictionary<(long SectionId, int Quantity), Breakdown> Quotes { get; } = [];

    /// <summary>Of the sections' rows, by their ids.</summary>
    public long[] SectionVersions =>
        [.. Sections.Values.OrderBy(section => section.Id).Select(section => section.Version)];

    public IEnumerable<LaneStock> Stocks =>
        Sections
            .Values.Select(section => section.Stock)
            .Concat(Buyers.Values)
            .Concat(Vouchers.Select(voucher => voucher.Stock));

    /// <summary>Buyers who take their first tickets of this event, with the stock to be made for each.</summary>
    public IEnumerable<(BuyerKey Buyer, LaneStock Stock)> Newcomers =>
        Buyers
            .Where(pair => pair.Value is { IsNew: true, Change: > 0 })
            .Select(pair => (pair.Key, pair.Value));

    /// <summary>The section of this id, if the event still has it.</summary>
    public LaneSection? SectionOf(long id) => Sections.Values.FirstOrDefault(section => section.Id == id);

    /// <summary>The stock that counts the tickets of whoever the wish is for; null for a guest not yet known.</summary>
    public LaneStock? BuyerOf(Wish wish) => wish.Buyer is { } buyer ? Buyers[buyer] : null;
}
