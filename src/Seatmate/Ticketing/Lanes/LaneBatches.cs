using System.Diagnostics;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
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
    private sealed record Decision(Wish Wish, LaneAnswer? Answer, LaneOrder? Order, bool IsRepetition);

    private sealed record Decided(List<Decision> Decisions, bool Lacking)
    {
        /// <summary>Everybody gets what they want.</summary>
        public bool IsAllDone => Decisions.TrueForAll(decision => decision.Order is { IsChanged: true });
    }

    /// <summary>What is carried over is only used when everybody gets what they want by it.</summary>
    public async Task Run(Carryover carryover, IReadOnlyList<Wish> wishes)
    {
        if (wishes.Count == 0)
            return;
        var (now, later) = SplitRepetitions(wishes);
        var people = await memory.People(now.Select(wish => wish.Asker.UserId).OfType<long>());
        if (!await TryWithoutReading(carryover, now, people))
            await ReadAndCommit(carryover, now, people);
        await Run(carryover, later);
    }

    private async Task<bool> TryWithoutReading(
        Carryover carryover,
        IReadOnlyList<Wish> wishes,
        IReadOnlyDictionary<long, UserSummary> people
    )
    {
        if (carryover.StateFor(wishes) is not { } state)
            return false;
        await ReadSeats(state, wishes);
        var decided = Decide(new(state), wishes, people);
        if (!decided.IsAllDone)
            return false;
        try
        {
            carryover.Leave(state, await Commit(state, decided.Decisions, carryover.SparesFor(wishes)));
            return true;
        }
        catch
        {
            carryover.WasWrong();
            throw;
        }
    }

    private async Task ReadAndCommit(
        Carryover carryover,
        IReadOnlyList<Wish> wishes,
        IReadOnlyDictionary<long, UserSummary> people
    )
    {
        long? outdated = null;
        var letGo = false;
        while (true)
        {
            var terms = await memory.Terms(carryover.EventId, outdated);
            var readAt = Stopwatch.GetTimestamp();
            var start = await Read(terms.Terms, wishes);
            if (start.EventVersion != terms.Version)
            {
                outdated = terms.Version;
                continue;
            }
            var decided = Decide(start, wishes, people);
            if (!decided.Lacking || letGo || !start.HasExpired)
            {
                var committed = await Commit(start.State, decided.Decisions, carryover.SparesFor(wishes));
                carryover.Leave(start, terms, readAt, committed);
                if (decided.Lacking)
                    soldOut.Saw(start, readAt);
                return;
            }
            await LetGo(carryover.EventId);
            letGo = true;
        }
    }

    private async Task<BatchStart> Read(EventTerms terms, IReadOnlyList<Wish> wishes)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        return await BatchReader.Read(connection, terms, wishes, CancellationToken.None);
    }

    private async Task ReadSeats(BatchState state, IReadOnlyList<Wish> wishes)
    {
        var seats = wishes
            .SelectMany(wish => wish.Lines)
            .SelectMany(line => line.SeatIds)
            .Distinct()
            .ToArray();
        if (seats.Length == 0)
            return;
        await using var connection = await database.Source.OpenConnectionAsync();
        await BatchReader.ReadSeats(connection, state, seats, CancellationToken.None);
    }

    /// <summary>Somebody lacks a place while there are orders past their deadline: those end first.</summary>
    private async Task LetGo(long eventId)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Lapsing>().LapseOf(eventId, CancellationToken.None);
    }

    private async Task<Committed> Commit(BatchState state, List<Decision> decisions, long spares)
    {
        var orders = decisions
            .Select(decision => decision.Order)
            .OfType<LaneOrder>()
            .Where(order => order.IsChanged)
            .Distinct()
            .ToList();
        var kept = decisions
            .Where(decision => decision is { IsRepetition: false, Answer: not null, Wish.Key: not null })
            .Select(decision => (decision.Wish.Key!, decision.Answer!))
            .ToList();
        long? version = null;
        if (orders.Count + kept.Count > 0)
        {
            await using var connection = await database.Source.OpenConnectionAsync();
            version = await BatchWriter.Write(
                connection,
                state,
                orders,
                kept,
                spares,
                CancellationToken.None
            );
        }
        memory.Remember(
            state.Terms.EventId,
            orders.Where(order => order is { Version: null, IsPlacedNow: false }).Select(order => order.Id)
        );
        if (orders.Count > 0)
            freshness.Committed();
        foreach (var decision in decisions)
            decision.Wish.Succeed(decision.Answer);
        _ = Task.Run(() => decisions.ForEach(decision => decision.Wish.Give()));
        rush.Felt(decisions.Count);
        if (orders.Exists(order => order.IsPlacedNow))
            waker.Wake();
        return new([.. decisions.Select(decision => decision.Wish)], orders, version);
    }

    private Decided Decide(
        BatchStart start,
        IReadOnlyList<Wish> wishes,
        IReadOnlyDictionary<long, UserSummary> people
    )
    {
        var rules = new LaneRules(start.State, settings.HoldDuration, tokens, NewPayment.NewReference);
        var decisions = new List<Decision>(wishes.Count);
        var lacking = false;
        foreach (var wish in wishes)
        {
            if (Repeated(start, wish) is { } again)
            {
                decisions.Add(new(wish, again, null, IsRepetition: true));
                continue;
            }
            var verdict = rules.Decide(wish);
            lacking |= verdict.MayHelpToLetGo;
            var answer = answers.Of(wish, verdict, start.State, people);
            decisions.Add(new(wish, answer, verdict.Order, IsRepetition: false));
        }
        return new(decisions, lacking);
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
