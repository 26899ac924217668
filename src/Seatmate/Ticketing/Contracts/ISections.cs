namespace Seatmate.Ticketing.Contracts;

/// <summary>Whether places of a section are sold.</summary>
public enum SectionSale
{
    Open,

    /// <summary>Open, but it closes once it is sold out: what comes back then is not sold.</summary>
    UntilSoldOut,

    /// <summary>Nothing of it is sold until somebody opens it.</summary>
    Closed,
}

/// <summary>A section as its organiser states it: null id for a new one; price in minor units; a capacity of null for
/// no limit of its own; the name of the pool that it shares, if any; a sale of null for what it is now, as it may
/// close by itself at any moment.</summary>
public sealed record SectionPlan(
    long? Id,
    string Name,
    long PriceMinor,
    long? Capacity,
    string? Pool,
    SectionSale? Sale
);

/// <summary>Places that sections share, as their organiser states them.</summary>
public sealed record PoolPlan(string Name, long Capacity);

/// <summary>Places that sections share, as people see them.</summary>
public sealed record PoolState(long Id, string Name, long Capacity, long Taken)
{
    public long Left => Capacity - Taken;
}

/// <summary>A section as people see it; its capacity is its own limit, null when it has none.</summary>
public sealed record SectionState(
    long Id,
    long EventId,
    string Name,
    long PriceMinor,
    long? Capacity,
    long Taken,
    PoolState? Pool,
    SectionSale Sale
)
{
    /// <summary>How many more places can be had: the smaller limit decides, and none of what is closed. Null when there
    /// is no limit.</summary>
    public long? Left => Smaller(OwnLeft, Pool?.Left);

    /// <summary>The name of what decides how many are left: its own, or that of the pool that it shares.</summary>
    public string Scarce => Pool is { } pool && !(OwnLeft <= pool.Left) ? pool.Name : Name;

    private long? OwnLeft => Sale == SectionSale.Closed ? 0 : Capacity - Taken;

    /// <summary>How many places these sections have together; null when one of them has no limit.</summary>
    public static long? CapacityOf(IEnumerable<SectionState> sections) =>
        Together(sections, section => section.Capacity, pool => pool.Capacity);

    /// <summary>How many more places can be had of these sections together; null when one of them has no
    /// limit.</summary>
    public static long? LeftOf(IEnumerable<SectionState> sections) =>
        Together(sections, section => section.OwnLeft, pool => pool.Left);

    private static long? Together(
        IEnumerable<SectionState> sections,
        Func<SectionState, long?> ofSection,
        Func<PoolState, long> ofPool
    )
    {
        long? sum = 0;
        foreach (var sharing in sections.GroupBy(section => section.Pool))
        {
            var own = sharing.Aggregate((long?)0, (total, section) => total + ofSection(section));
            sum += sharing.Key is { } pool ? Smaller(own, ofPool(pool)) : own;
        }
        return sum;
    }

    private static long? Smaller(long? one, long? other) => one < other ? one : other ?? one;
}

public enum PlanSectionsOutcome
{
    Planned,
    SectionHasBookings,
    CapacityBelowTaken,
    NameTwice,
}

/// <summary>What Events asks Ticketing: the sections of an event are Ticketing's, stated together with the
/// event.</summary>
public interface ISections
{
    /// <summary>Makes the sections of an event exactly these, in this order, within the caller's transaction; matched
    /// by id, else by name. The same with the pools that they share, matched by name; a section shares none that is not
    /// among them. Nothing changes unless Planned.</summary>
    Task<PlanSectionsOutcome> Plan(
        long eventId,
        IReadOnlyList<SectionPlan> sections,
        IReadOnlyList<PoolPlan> pools,
        CancellationToken cancel
    );

    /// <summary>What was held or ordered, and has passed its deadline, takes no places of the event any more. In a
    /// transaction of its own, to be asked before the caller's.</summary>
    Task LetGo(long eventId, CancellationToken cancel);

    /// <summary>The sections of several events in one query, by event and position.</summary>
    Task<ILookup<long, SectionState>> Of(IReadOnlyCollection<long> eventIds, CancellationToken cancel);

    /// <summary>Nothing of the event is sold from here on: whoever locked its stocks before is done, whoever comes
    /// later finds them closed.</summary>
    Task Close(long eventId, CancellationToken cancel);

    /// <summary>Whoever gets their first tickets of the event from here on waits until the caller's transaction is
    /// over, and so does whoever takes or gives back places of it; those who are just doing so are done. To be asked
    /// before <see cref="LimitPerPerson"/> and <see cref="Plan"/>.</summary>
    Task KeepNewcomersOut(long eventId, CancellationToken cancel);

    /// <summary>How many tickets one person may have of the event changes.</summary>
    Task LimitPerPerson(long eventId, int ticketsPerPersonMax, CancellationToken cancel);
}
