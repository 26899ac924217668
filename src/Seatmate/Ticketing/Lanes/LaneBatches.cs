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

    public async Task Run(long eventId, IReadOnlyList<Wish> wishes)
    {
        if (wishes.Count == 0)
            return;
        var (now, later) = SplitRepetitions(wishes);
        var people = await memory.People(now.Select(wish => wish.Asker.UserId).OfType<long>());
        long? outdated = null;
        var letGo = false;
        while (true)
        {
            var terms = await memory.Terms(eventId, outdated);
            var readAt = Stopwatch.GetTimestamp();
            var start = await Read(terms.Terms, now);
            if (start.EventVersion != terms.Version)
            {
                outdated = terms.Version;
                continue;
            }
            var (decisions, lacking) = Decide(start, now, people);
            if (!lacking || letGo || !start.HasExpired)
            {
                await Commit(start.State, decisions);
                if (lacking)
                    soldOut.Saw(start, readAt);
                break;
            }
            await LetGo(eventId);
            letGo = true;
        }
        await Run(eventId, later);
    }

    private async Task<BatchStart> Read(EventTerms terms, IReadOnlyList<Wish> wishes)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        return await BatchReader.Read(connection, terms, wishes, CancellationToken.None);
    }

    /// <summary>Somebody lacks a place while there are orders past their deadline: those end first.</summary>
    private async Task LetGo(long eventId)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Lapsing>().LapseOf(eventId, CancellationToken.None);
    }

    private async Task Commit(BatchState state, List<Decision> decisions)
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
        if (orders.Count + kept.Count > 0)
        {
            await using var connection = await database.Source.OpenConnectionAsync();
            await BatchWriter.Write(connection, state, orders, kept, CancellationToken.None);
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
    }

    private (List<Decision> Decisions, bool Lacking) Decide(
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
        return (decisions, lacking);
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
