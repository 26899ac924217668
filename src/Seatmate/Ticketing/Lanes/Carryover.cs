using System.Diagnostics;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Lanes;

/// <summary>Which versions of the rows of an event and of its sections (by id) a batch was decided on.</summary>
public sealed record SeenTerms(long Event, long[] Sections);

/// <summary>What a batch brought about: the wishes that it answered, the orders that it wrote, and the version of their
/// rows; null when that was not asked.</summary>
public sealed record Committed(IReadOnlyList<Wish> Wishes, IReadOnlyList<LaneOrder> Orders, long? Version);

/// <summary>Numbers taken from the sequences, not yet given to a row.</summary>
public sealed class SpareIds
{
    public Queue<long> Orders { get; } = new();
    public Queue<long> Tickets { get; } = new();
    public Queue<long> Stocks { get; } = new();
}

/// <summary>What the last batch of an event left behind, so that the next one need not read: while the crowd keeps
/// coming, and for a second at most. Other processes may have gone on meanwhile, so nobody is refused by it, and what
/// is decided on it is written only if the tables, and the versions of the terms, agree. If they do not, the next
/// batches read. Belongs to one lane: nobody else changes it.</summary>
public sealed class Carryover(long eventId)
{
    private const int BuyersMax = 10_000;
    private const int HoldsMax = 50_000;
    private const int KeysMax = 20_000;
    private const long SparesMax = 2048;
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(0.25);

    private readonly Dictionary<BuyerKey, LaneStock> buyers = [];
    private readonly Dictionary<long, LaneOrder> holds = [];
    private readonly HashSet<(string, string)> keys = [];
    private Source? source;
    private long? lastAt;
    private long? wrongAt;
    private long spares;
    private long version;
    private long usedAt = Stopwatch.GetTimestamp();

    private sealed record Source(
        VersionedTerms Terms,
        long[] SectionVersions,
        DateTimeOffset Now,
        long ReadAt,
        IReadOnlyDictionary<string, LaneSection> Sections,
        SpareIds Ids
    );

    public long EventId { get; } = eventId;

    /// <summary>The crowd is gone. May be asked by anybody.</summary>
    public bool IsIdle => !IsWithin(Idle, Volatile.Read(ref usedAt));

    /// <summary>What these wishes can be decided on, once the seats are read that they ask for; null when they have to
    /// read everything.</summary>
    public BatchState? StateFor(IReadOnlyList<Wish> wishes)
    {
        Volatile.Write(ref usedAt, Stopwatch.GetTimestamp());
        if (source is null || !IsWithin(GoodFor, source.ReadAt) || IsWithin(Rest, wrongAt))
            return null;
        var now = source.Now + Stopwatch.GetElapsedTime(source.ReadAt);
        var persons = wishes.Select(wish => wish.PersonId).OfType<long>().Distinct().ToList();
        var newcomers = persons.Count(person => !buyers.ContainsKey(Key(person)));
        if (
            persons.Exists(MayHaveHadMore)
            || !wishes.All(wish => CanBeDecided(wish, now))
            || !HasSpares(wishes, newcomers)
        )
            return null;
        var state = new BatchState(source.Terms.Terms, now, source.Ids)
        {
            Expected = new(source.Terms.Version, source.SectionVersions),
        };
        foreach (var (name, section) in source.Sections)
            state.Sections[name] = section with { Stock = section.Stock.Settled() };
        foreach (var person in persons)
            state.Buyers[Key(person)] = buyers.TryGetValue(Key(person), out var known)
                ? known.Settled()
                : LaneStock.OfNewcomer(source.Ids.Stocks.Dequeue(), source.Terms.Terms);
        foreach (var id in wishes.Select(wish => wish.HoldId).OfType<long>())
            state.Holds[id] = holds[id].AsFound(holds[id].Version);
        return state;
    }

    /// <summary>How many spare ids of each kind the next batches may need; none when nobody came a moment
    /// before.</summary>
    public long SparesFor(IReadOnlyList<Wish> wishes)
    {
        if (!IsWithin(GoodFor, lastAt))
            return spares = 0;
        var wanted = 2 * Math.Max(wishes.Count, TicketsOf(wishes));
        return spares = Math.Min(SparesMax, Math.Max(wanted, spares * 3 / 4));
    }

    /// <summary>A batch that read is committed.</summary>
    public void Leave(BatchStart start, VersionedTerms terms, long readAt, Committed committed)
    {
        var state = start.State;
        long[] versions = [.. state.Sections.Values.OrderBy(one => one.Id).Select(one => one.Version)];
        source = new(terms, versions, state.Now, readAt, state.Sections, state.Ids);
        if (terms.Version != version)
            buyers.Clear();
        version = terms.Version;
        foreach (var id in state.Holds.Keys)
            holds.Remove(id);
        Learn(state, committed);
    }

    /// <summary>A batch that was decided on this is committed.</summary>
    public void Leave(BatchState state, Committed committed)
    {
        source = source! with { Sections = state.Sections };
        Learn(state, committed);
    }

    /// <summary>The tables refused what was decided on this, or nobody knows what became of it.</summary>
    public void WasWrong() => (source, wrongAt) = (null, Stopwatch.GetTimestamp());

    private void Learn(BatchState state, Committed committed)
    {
        if (buyers.Count + state.Buyers.Count > BuyersMax)
            buyers.Clear();
        foreach (var (buyer, stock) in state.Buyers.Where(one => one.Value is not { IsNew: true, Change: 0 }))
            buyers[buyer] = stock;
        if (holds.Count + committed.Orders.Count > HoldsMax)
            ForgetHolds(state.Now);
        foreach (var order in committed.Orders)
        {
            if (committed.Version is { } version && order is { Status: OrderStatus.Held, BuyerId: not null })
                holds[order.Id] = order.AsFound(version);
            else
                holds.Remove(order.Id);
        }
        if (keys.Count > KeysMax)
            keys.Clear();
        foreach (var key in committed.Wishes.Select(wish => wish.Key).OfType<RequestKey>())
            keys.Add((key.Scope, key.Key));
        lastAt = Stopwatch.GetTimestamp();
    }

    /// <summary>The limit was lowered below what they had then: their stock alone would let them have as much
    /// again.</summary>
    private bool MayHaveHadMore(long person) =>
        buyers.TryGetValue(Key(person), out var stock)
        && stock.Capacity > source!.Terms.Terms.TicketsPerPersonMax;

    /// <summary>Those that have lapsed; all, when that makes too little room.</summary>
    private void ForgetHolds(DateTimeOffset now)
    {
        foreach (var (id, hold) in holds)
            if (hold.HasLapsed(now))
                holds.Remove(id);
        if (holds.Count > HoldsMax / 2)
            holds.Clear();
    }

    /// <summary>New places without codes, or the order of a hold that was made here and is good; under a key that
    /// nobody used a moment ago.</summary>
    private bool CanBeDecided(Wish wish, DateTimeOffset now) =>
        !(wish.Key is { } key && keys.Contains((key.Scope, key.Key)))
        && wish switch
        {
            BookWish or HoldWish { HoldId: null, Voucher: null } => true,
            OrderWish { Guest: null } order => holds.TryGetValue(order.HoldId!.Value, out var hold)
                && !hold.HasLapsed(now),
            _ => false,
        };

    private bool HasSpares(IReadOnlyList<Wish> wishes, int newcomers) =>
        source!.Ids.Orders.Count >= wishes.Count
        && source.Ids.Tickets.Count >= TicketsOf(wishes)
        && source.Ids.Stocks.Count >= newcomers;

    private long TicketsOf(IReadOnlyList<Wish> wishes) =>
        wishes.Sum(wish =>
            wish switch
            {
                BookWish => wish.Lines[0].Quantity,
                OrderWish when holds.TryGetValue(wish.HoldId!.Value, out var hold) => hold.Takings.Tickets,
                _ => 0L,
            }
        );

    private static BuyerKey Key(long person) => new(IsGuest: false, person);

    private static bool IsWithin(TimeSpan time, long? since) =>
        since is { } at && Stopwatch.GetElapsedTime(at) < time;
}
