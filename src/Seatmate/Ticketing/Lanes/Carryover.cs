using System.Collections.Concurrent;
using System.Diagnostics;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Lanes;

/// <summary>Numbers taken from the sequences, not yet given to a row. One batch takes them while another puts new ones
/// there.</summary>
public sealed class SpareIds
{
    public ConcurrentQueue<long> Orders { get; } = new();
    public ConcurrentQueue<long> Tickets { get; } = new();
    public ConcurrentQueue<long> Stocks { get; } = new();

    /// <summary>One of them; whoever takes has made sure that there are enough.</summary>
    public static long Take(ConcurrentQueue<long> spare) =>
        spare.TryDequeue(out var id)
            ? id
            : throw new InvalidOperationException("A batch needs more ids than it asked for.");
}

/// <summary>To be filled up to so many ids of each kind; zero leaves them as they are.</summary>
public readonly record struct Refill(SpareIds Ids, long UpTo);

/// <summary>What the last batches of an event left behind, so that the next one need not read: while the crowd keeps
/// coming, and for a second at most. Also what a batch that is still being written will leave if it succeeds. Other
/// processes may have gone on meanwhile, so nobody is refused by it, and what is decided on it is written only if the
/// tables, and the versions of the terms, agree. If they do not, the next batches read.</summary>
public sealed class Carryover(long eventId)
{
    private const int BuyersMax = 10_000;
    private const int HoldsMax = 50_000;
    private const int KeysMax = 20_000;
    private const long SparesMin = 256;
    private const long SparesMax = 4096;
    private const int BatchesAhead = 4;
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(0.25);

    private readonly Lock gate = new();
    private readonly Dictionary<BuyerKey, LaneStock> buyers = [];
    private readonly Dictionary<long, LaneOrder> holds = [];
    private readonly HashSet<(string, string)> keys = [];
    private readonly SpareIds ids = new();

    /// <summary>What batches that are being written make: who else wants it waits for them.</summary>
    private readonly HashSet<long> beingMade = [];
    private readonly HashSet<long> seatsBeingTaken = [];
    private Source? source;
    private long? lastAt;
    private long? wrongAt;
    private long termsVersion;
    private long usedAt = Stopwatch.GetTimestamp();

    private sealed record Source(
        VersionedTerms Seen,
        DateTimeOffset Now,
        long ReadAt,
        IReadOnlyDictionary<string, LaneSection> Sections
    );

    public long EventId { get; } = eventId;

    /// <summary>The crowd is gone. May be asked by anybody.</summary>
    public bool IsIdle => !IsWithin(Idle, Volatile.Read(ref usedAt));

    /// <summary>What these wishes can be decided on, once the seats are read that they ask for; null when they have to
    /// read everything.</summary>
    public BatchState? StateFor(IReadOnlyList<Wish> wishes)
    {
        Volatile.Write(ref usedAt, Stopwatch.GetTimestamp());
        lock (gate)
        {
            if (source is null || !IsWithin(GoodFor, source.ReadAt) || IsWithin(Rest, wrongAt))
                return null;
            var now = source.Now + Stopwatch.GetElapsedTime(source.ReadAt);
            var wanting = wishes.Select(wish => wish.Buyer).OfType<BuyerKey>().Distinct().ToList();
            return
                wanting.Exists(MayHaveHadMore)
                || wanting.Exists(IsBeingMade)
                || !wishes.All(wish => CanBeDecided(wish, now))
                || !HasSpares(wishes, wanting.Count(buyer => !buyers.ContainsKey(buyer)))
                ? null
                : StateFor(wishes, wanting, now);
        }
    }

    private BatchState StateFor(IReadOnlyList<Wish> wishes, List<BuyerKey> wanting, DateTimeOffset now)
    {
        var state = new BatchState(source!.Seen, now, ids);
        var pools = source
            .Sections.Values.Select(section => section.Stock.Pool)
            .OfType<LaneStock>()
            .Distinct()
            .ToDictionary(pool => pool, pool => pool.Settled());
        foreach (var (name, section) in source.Sections)
            state.Sections[name] = section with
            {
                Stock = section.Stock.Settled(section.Stock.Pool is { } pool ? pools[pool] : null),
            };
        foreach (var buyer in wanting)
            state.Buyers[buyer] = buyers.TryGetValue(buyer, out var known)
                ? known.Settled()
                : LaneStock.OfNewcomer(SpareIds.Take(ids.Stocks), state.Terms);
        foreach (var id in wishes.Select(wish => wish.HoldId).OfType<long>())
            state.Holds[id] = holds[id].AsFound(holds[id].Version);
        return state;
    }

    /// <summary>How the ids are filled up that the next batches take; nothing when there are enough, or nobody came a
    /// moment before.</summary>
    public Refill RefillFor(IReadOnlyList<Wish> wishes)
    {
        lock (gate)
        {
            if (!IsWithin(GoodFor, lastAt))
                return new(ids, 0);
            var soon = BatchesAhead * Math.Max(wishes.Count, TicketsOf(wishes));
            var least = Math.Min(ids.Stocks.Count, Math.Min(ids.Orders.Count, ids.Tickets.Count));
            return new(ids, least >= soon ? 0 : Math.Clamp(BatchesAhead * soon, SparesMin, SparesMax));
        }
    }

    /// <summary>A batch was decided on this and is now being written: the next one begins where it ends.</summary>
    public void Expect(BatchState state, IReadOnlyList<Wish> wishes, IReadOnlyList<LaneOrder> orders)
    {
        lock (gate)
        {
            if (source is not null)
                source = source with { Sections = state.Sections };
            Learn(state, wishes);
            foreach (var (_, stock) in state.Newcomers)
                beingMade.Add(stock.Id);
            foreach (var order in orders)
            {
                holds.Remove(order.Id);
                seatsBeingTaken.UnionWith(order.Takings.Seats.Select(seat => seat.Id));
            }
        }
    }

    /// <summary>A batch that was decided on this is committed, with rows of this version.</summary>
    public void Leave(BatchState state, IReadOnlyList<LaneOrder> orders, long? version)
    {
        lock (gate)
        {
            Forget(state, orders);
            LearnHolds(state.Now, orders, version);
        }
    }

    /// <summary>A batch that read is committed.</summary>
    public void Leave(
        BatchStart start,
        long readAt,
        IReadOnlyList<Wish> wishes,
        IReadOnlyList<LaneOrder> orders,
        long? version
    )
    {
        lock (gate)
        {
            var state = start.State;
            source = new(state.Seen, state.Now, readAt, state.Sections);
            if (state.Seen.Version != termsVersion)
                buyers.Clear();
            termsVersion = state.Seen.Version;
            foreach (var id in state.Holds.Keys)
                holds.Remove(id);
            Learn(state, wishes);
            LearnHolds(state.Now, orders, version);
        }
    }

    /// <summary>The tables refused what was decided on this, or nobody knows what became of it.</summary>
    public void WasWrong(BatchState state, IReadOnlyList<LaneOrder> orders)
    {
        lock (gate)
        {
            Forget(state, orders);
            foreach (var buyer in state.Buyers.Keys)
                buyers.Remove(buyer);
            (source, wrongAt) = (null, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Nothing of it is being written any more.</summary>
    private void Forget(BatchState state, IReadOnlyList<LaneOrder> orders)
    {
        foreach (var (_, stock) in state.Newcomers)
            beingMade.Remove(stock.Id);
        foreach (var order in orders)
            seatsBeingTaken.ExceptWith(order.Takings.Seats.Select(seat => seat.Id));
    }

    private void Learn(BatchState state, IReadOnlyList<Wish> wishes)
    {
        if (buyers.Count + state.Buyers.Count > BuyersMax)
            ForgetBuyers();
        foreach (var (buyer, stock) in state.Buyers.Where(one => one.Value is not { IsNew: true, Change: 0 }))
            buyers[buyer] = stock;
        if (keys.Count > KeysMax)
            keys.Clear();
        foreach (var key in wishes.Select(wish => wish.Key).OfType<RequestKey>())
            keys.Add((key.Scope, key.Key));
        lastAt = Stopwatch.GetTimestamp();
    }

    private void LearnHolds(DateTimeOffset now, IReadOnlyList<LaneOrder> orders, long? version)
    {
        if (holds.Count + orders.Count > HoldsMax)
            ForgetHolds(now);
        foreach (var order in orders)
        {
            if (version is not null && order.Status == OrderStatus.Held)
                holds[order.Id] = order.AsFound(version);
            else
                holds.Remove(order.Id);
        }
    }

    /// <summary>The limit was lowered below what their stock still allows: it was made in that very moment, or holds
    /// more.</summary>
    private bool MayHaveHadMore(BuyerKey buyer) =>
        buyers.TryGetValue(buyer, out var stock) && stock.Capacity > source!.Seen.Terms.TicketsPerPersonMax;

    private bool IsBeingMade(BuyerKey buyer) =>
        buyers.TryGetValue(buyer, out var stock) && beingMade.Contains(stock.Id);

    /// <summary>All but those who are being made: one more of them would be made beside.</summary>
    private void ForgetBuyers()
    {
        foreach (var (buyer, stock) in buyers)
            if (!beingMade.Contains(stock.Id))
                buyers.Remove(buyer);
    }

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
        && !wish.Lines.Any(line => line.SeatIds.Any(seatsBeingTaken.Contains))
        && wish switch
        {
            BookWish or HoldWish { HoldId: null, Voucher: null } => true,
            OrderWish order => holds.TryGetValue(order.HoldId!.Value, out var hold) && !hold.HasLapsed(now),
            _ => false,
        };

    private bool HasSpares(IReadOnlyList<Wish> wishes, int newcomers) =>
        ids.Orders.Count >= wishes.Count
        && ids.Tickets.Count >= TicketsOf(wishes)
        && ids.Stocks.Count >= newcomers;

    private long TicketsOf(IReadOnlyList<Wish> wishes) =>
        wishes.Sum(wish =>
            wish switch
            {
                BookWish => wish.Lines[0].Quantity,
                OrderWish when holds.TryGetValue(wish.HoldId!.Value, out var hold) => hold.Takings.Tickets,
                _ => 0L,
            }
        );

    private static bool IsWithin(TimeSpan time, long? since) =>
        since is { } at && Stopwatch.GetElapsedTime(at) < time;
}
