using System.Text.Json;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Platform.Ready;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Lanes;

/// <summary>Executes a batch: one round trip that reads, a decision in memory, one that writes in a transaction; then
/// everyone gets their answer, never before.</summary>
public sealed class LaneBatches(
    LaneDatabase database,
    LaneMemory memory,
    IServiceScopeFactory scopes,
    OutboxWaker waker,
    Rush rush,
    Freshness freshness,
    Settings settings
)
{
    private sealed record Decision(PlaceOrder Request, LaneAnswer Answer, NewOrder? Order, bool IsRepetition);

    public async Task Run(long eventId, IReadOnlyList<PlaceOrder> requests)
    {
        if (requests.Count == 0)
            return;
        var (now, later) = SplitRepetitions(requests);
        var people = await memory.People(now.Select(request => request.BuyerId));
        long? outdated = null;
        var letGo = false;
        while (true)
        {
            var terms = await memory.Terms(eventId, outdated);
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
                break;
            }
            await LetGo(eventId);
            letGo = true;
        }
        await Run(eventId, later);
    }

    private async Task<BatchStart> Read(EventTerms terms, IReadOnlyList<PlaceOrder> requests)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        return await BatchReader.Read(connection, terms, requests, CancellationToken.None);
    }

    /// <summary>Somebody lacks a place while there are orders past their deadline: those end first.</summary>
    private async Task LetGo(long eventId)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Lapsing>().LapseOf(eventId, CancellationToken.None);
    }

    private async Task Commit(BatchState state, List<Decision> decisions)
    {
        var orders = decisions.Select(decision => decision.Order).OfType<NewOrder>().ToList();
        var answers = decisions
            .Where(decision => decision is { IsRepetition: false, Request.Key: not null })
            .Select(decision => (decision.Request.Key!, decision.Answer))
            .ToList();
        if (orders.Count + answers.Count > 0)
        {
            await using var connection = await database.Source.OpenConnectionAsync();
            await BatchWriter.Write(
                connection,
                state,
                orders,
                answers,
                settings.HoldDuration,
                CancellationToken.None
            );
        }
        if (orders.Count > 0)
            freshness.Committed();
        foreach (var decision in decisions)
            decision.Request.Succeed(decision.Answer);
        rush.Felt(decisions.Count);
        if (orders.Count > 0)
            waker.Wake();
    }

    private (List<Decision> Decisions, bool Lacking) Decide(
        BatchStart start,
        IReadOnlyList<PlaceOrder> requests,
        IReadOnlyDictionary<long, UserSummary> people
    )
    {
        var decisions = new List<Decision>(requests.Count);
        var lacking = false;
        foreach (var request in requests)
        {
            if (Repeated(start, request) is { } again)
            {
                decisions.Add(new(request, again, null, IsRepetition: true));
                continue;
            }
            if (start.State.Section(request.Section) is null)
            {
                decisions.Add(new(request, Answer(NoSuchSection()), null, IsRepetition: false));
                continue;
            }
            var (outcome, order) = start.State.Decide(request, NewReference);
            lacking |= outcome is BookingOutcome.SectionSoldOut or BookingOutcome.TooManyForOnePerson;
            var answer = order is null
                ? Answer(Booking.Explain(outcome, start.State.Terms, request.Section))
                : Answer(order, start.State, people.GetValueOrDefault(request.BuyerId));
            decisions.Add(new(request, answer, order, IsRepetition: false));
        }
        return (decisions, lacking);
    }

    /// <summary>Two requests with one key are two batches: the second finds the answer of the first.</summary>
    private static (List<PlaceOrder> Now, List<PlaceOrder> Later) SplitRepetitions(
        IReadOnlyList<PlaceOrder> requests
    )
    {
        var seen = new HashSet<(string, string)>();
        var now = new List<PlaceOrder>(requests.Count);
        var later = new List<PlaceOrder>();
        foreach (var request in requests)
            (request.Key is null || seen.Add((request.Key.Scope, request.Key.Key)) ? now : later).Add(
                request
            );
        return (now, later);
    }

    private static LaneAnswer? Repeated(BatchStart start, PlaceOrder request)
    {
        if (request.Key is not { } key || !start.Stored.TryGetValue((key.Scope, key.Key), out var stored))
            return null;
        return stored.RequestHash.AsSpan().SequenceEqual(key.Hash)
            ? stored.Answer
            : Answer(RepeatedRequests.Reused());
    }

    private LaneAnswer Answer(NewOrder order, BatchState state, UserSummary? buyer)
    {
        var details = BookingViews.Show(order, state, buyer, settings.HoldDuration);
        var body = JsonSerializer.SerializeToUtf8Bytes(details, JsonShape.Options);
        var location = $"/events/{state.Terms.EventId}/attending/{order.Id}";
        return new(StatusCodes.Status201Created, "application/json; charset=utf-8", location, body);
    }

    private static LaneAnswer Answer(Problem problem) =>
        new(
            problem.Status,
            "application/problem+json",
            null,
            JsonSerializer.SerializeToUtf8Bytes(problem.Body, JsonShape.Options)
        );

    private static Problem NoSuchSection() =>
        Problem.Invalid("seat_section", "This event has no such section.");

    private static string NewReference() => NewPayment.NewReference();
}
