using System.Diagnostics;
using Npgsql;
using Seatmate.Accounts.Contracts;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Platform.Ready;
using Seatmate.Ticketing.Holds;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Lanes;

/// <summary>Executes a batch: one round trip that reads, a decision in memory, one that writes in a transaction; then
/// everyone gets their answer, never before: all in one go, beside the next batch.</summary>
public sealed class LaneBatches(
    LaneDatabase database,
    LaneMemory memory,
    LaneAnswers answers,
    HoldTokens tokens,
    IServiceScopeFactory scopes,
    OutboxWaker waker,
    Rush rush,
    Freshness freshness,
    SoldOut soldOut,
    Settings settings
)
{
    private const int LettingsGoMax = 3;

    private sealed record Decision(Wish Wish, LaneAnswer? Answer, Verdict? Verdict)
    {
        public LaneOrder? Order => Verdict?.Order;

        /// <summary>It has the answer that was given to the same request before.</summary>
        public bool IsRepetition => Verdict is null;

        /// <summary>Nothing that was not read just now could change it: who gets what they want gets it only if the
        /// tables agree, and seats are always read.</summary>
        public bool IsSureWithoutReading =>
            Verdict is { Order.IsChanged: true } or { Outcome: BookingOutcome.SeatTaken };
    }

    private sealed record Decided(List<Decision> Decisions)
    {
        public bool IsLacking => Decisions.Exists(decision => decision.Verdict is { MayHelpToLetGo: true });
        public bool IsSureWithoutReading => Decisions.TrueForAll(decision => decision.IsSureWithoutReading);

        public List<LaneOrder> ChangedOrders() =>
            [
                .. Decisions
                    .Select(decision => decision.Order)
                    .OfType<LaneOrder>()
                    .Where(order => order.IsChanged)
                    .Distinct(),
            ];
    }

    /// <summary>By what is carried over if everybody gets what they want by it; else all is read.</summary>
    /// <param name="carryover">What the batches before left behind.</param>
    /// <param name="turn">Passed on as soon as the next batch may be decided.</param>
    /// <param name="wishes">Who did not get an answer yet.</param>
    /// <param name="reads">It was refused before: a guess would be wrong again.</param>
    public async Task Run(Carryover carryover, Turn turn, IReadOnlyList<Wish> wishes, bool reads)
    {
        if (wishes.Count == 0)
            return;
        if (turn.IsPassed)
            await turn.Alone();
        var (now, later) = SplitRepetitions(wishes);
        await GuestBook.Find(database, now);
        var people = await memory.People(now.Select(wish => wish.Asker.UserId).OfType<long>());
        if (reads || !await TryWithoutReading(carryover, turn, now, people))
            await ReadAndCommit(carryover, turn, now, people);
        await Run(carryover, turn, later, reads);
    }

    private async Task<bool> TryWithoutReading(
        Carryover carryover,
        Turn turn,
        IReadOnlyList<Wish> wishes,
        IReadOnlyDictionary<long, UserSummary> people
    )
    {
        if (carryover.StateFor(wishes) is not { } state)
            return false;
        var start = await ReadSeats(state, wishes);
        var decided = Decide(start, wishes, people);
        if (
            start.EventVersion != state.Seen.Version
            || !decided.IsSureWithoutReading
            || decided.IsLacking && start.HasExpired
        )
            return false;
        var orders = decided.ChangedOrders();
        var refill = carryover.RefillFor(wishes);
        carryover.Expect(state, wishes, orders);
        turn.Pass();
        try
        {
            carryover.Leave(state, orders, await Commit(state, decided, orders, refill));
            return true;
        }
        catch
        {
            carryover.WasWrong(state, orders);
            throw;
        }
    }

    private async Task ReadAndCommit(
        Carryover carryover,
        Turn turn,
        IReadOnlyList<Wish> wishes,
        IReadOnlyDictionary<long, UserSummary> people
    )
    {
        await turn.Alone();
        long? outdated = null;
        var lettingsGo = 0;
        while (true)
        {
            var terms = await memory.Terms(carryover.EventId, outdated);
            var readAt = Stopwatch.GetTimestamp();
            var start = await Read(terms, wishes);
            if (start.EventVersion != terms.Version)
            {
                outdated = terms.Version;
                continue;
            }
            var decided = Decide(start, wishes, people);
            if (!decided.IsLacking || !start.HasExpired || lettingsGo == LettingsGoMax)
            {
                var orders = decided.ChangedOrders();
                var version = await Commit(start.State, decided, orders, carryover.RefillFor(wishes));
                carryover.Leave(start, readAt, wishes, orders, version);
                if (decided.IsLacking)
                    soldOut.Saw(start, readAt);
                return;
            }
            await LetGo(carryover.EventId);
            lettingsGo++;
        }
    }

    private async Task<BatchStart> Read(VersionedTerms terms, IReadOnlyList<Wish> wishes)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        return await BatchReader.Read(connection, terms, wishes, CancellationToken.None);
    }

    private async Task<BatchStart> ReadSeats(BatchState state, IReadOnlyList<Wish> wishes)
    {
        var seats = wishes
            .SelectMany(wish => wish.Lines)
            .SelectMany(line => line.SeatIds)
            .Distinct()
            .ToArray();
        if (seats.Length == 0)
            return new(state);
        await using var connection = await database.Source.OpenConnectionAsync();
        return await BatchReader.ReadSeats(connection, state, seats, CancellationToken.None);
    }

    /// <summary>Somebody lacks a place while there are orders past their deadline: those end first. Others pass theirs
    /// meanwhile.</summary>
    private async Task LetGo(long eventId)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Lapsing>().LapseOf(eventId, CancellationToken.None);
    }

    /// <summary>The version of the rows that were written, if it was asked.</summary>
    private async Task<long?> Commit(
        BatchState state,
        Decided decided,
        IReadOnlyList<LaneOrder> orders,
        Refill refill
    )
    {
        var decisions = decided.Decisions;
        var kept = decisions
            .Where(decision => decision is { IsRepetition: false, Answer: not null, Wish.Key: not null })
            .Where(decision => RepeatedRequests.IsKept(decision.Answer!.Status))
            .Select(decision => (Key: decision.Wish.Key!, decision.Answer!))
            .OrderBy(kept => kept.Key.Scope, StringComparer.Ordinal)
            .ThenBy(kept => kept.Key.Key, StringComparer.Ordinal)
            .ToList();
        long? version = null;
        if (orders.Count + kept.Count > 0)
        {
            await using var connection = await database.Source.OpenConnectionAsync();
            version = await Write(connection, state, orders, kept, refill);
        }
        foreach (var decision in decisions)
            decision.Wish.Succeed(decision.Answer);
        memory.Remember(
            state.Terms.EventId,
            orders.Where(order => order is { Version: null, IsPlacedNow: false })
        );
        if (orders.Count > 0)
            freshness.Committed();
        _ = Task.Run(() => decisions.ForEach(decision => decision.Wish.Give()));
        rush.Felt(decisions.Count);
        if (orders.Any(order => order.IsPlacedNow))
            waker.Wake();
        return version;
    }

    /// <summary>Once it is sent, only the database's own refusal says that nothing of it was done.</summary>
    private static async Task<long> Write(
        NpgsqlConnection connection,
        BatchState state,
        IReadOnlyList<LaneOrder> orders,
        IReadOnlyList<(RequestKey, LaneAnswer)> kept,
        Refill refill
    )
    {
        try
        {
            return await BatchWriter.Write(connection, state, orders, kept, refill, CancellationToken.None);
        }
        catch (Exception error) when (error is not NpgsqlException)
        {
            throw new NpgsqlException("Nobody knows whether the batch was committed.", error);
        }
    }

    private Decided Decide(
        BatchStart start,
        IReadOnlyList<Wish> wishes,
        IReadOnlyDictionary<long, UserSummary> people
    )
    {
        var rules = new LaneRules(start.State, settings.HoldDuration, tokens, NewPayment.NewReference);
        var decisions = new List<Decision>(wishes.Count);
        foreach (var wish in wishes)
        {
            if (Repeated(start, wish) is { } again)
            {
                decisions.Add(new(wish, again, Verdict: null));
                continue;
            }
            var verdict = rules.Decide(wish);
            decisions.Add(new(wish, answers.Of(wish, verdict, start.State, people), verdict));
        }
        return new(decisions);
    }

    /// <summary>Two requests with one key are two batches: the second finds the answer of the first.</summary>
    private static (List<Wish> Now, List<Wish> Later) SplitRepetitions(IReadOnlyList<Wish> wishes)
    {
        var seen = new HashSet<(string, string)>();
        var now = new List<Wish>(wishes.Count);
        var later = new List<Wish>();
        foreach (var wish in wishes)
            (wish.Key is null || seen.Add((wish.Key.Scope, wish.Key.Key)) ? now : later).Add(wish);
        return (now, later);
    }

    private static LaneAnswer? Repeated(BatchStart start, Wish wish)
    {
        if (wish.Key is not { } key || !start.Stored.TryGetValue((key.Scope, key.Key), out var stored))
            return null;
        return stored.RequestHash.AsSpan().SequenceEqual(key.Hash)
            ? stored.Answer
            : LaneAnswers.Of(RepeatedRequests.Reused());
    }
}
