using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;
using Seatmate.Events;
using Seatmate.Payments;
using Seatmate.Platform;
using Seatmate.Ticketing;

namespace Seatmate.Tests.Concurrency;

/// <summary>People who book, hold, order and choose seats at servers that something happens to, and what they were
/// answered. A click has keys of its own, and the same ones whenever it is sent again.</summary>
internal sealed class OngoingSale(string[] tokens, long floor, long stalls, long[] seats)
{
    public const int ClicksEach = 9;
    private const int Patience = 300;
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, long> ordered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> held = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, string> clickOfSeat = new();
    private readonly ConcurrentDictionary<string, string> refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> lastTold = new(StringComparer.Ordinal);

    // Long, for a machine where many wait for the processor: what was killed breaks its connections at once.
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(90) };

    /// <summary>For buyers who do not wait long.</summary>
    public TimeSpan TimeToAnswer
    {
        init => http.Timeout = value;
    }

    /// <summary>What a patient buyer thinks over before each click.</summary>
    public TimeSpan Pause { get; init; }

    public int Clicks => tokens.Length * ClicksEach;

    /// <summary>How many requests got their 201.</summary>
    public int Answers => ordered.Count + held.Count;

    /// <summary>Orders that were answered, by their click.</summary>
    public Dictionary<string, long> Ordered => new(ordered, StringComparer.Ordinal);

    /// <summary>Answers of 500: there should be none, whatever breaks.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>Everybody clicks through all their clicks, from the first on, until one gets no answer; true when all
    /// were answered.</summary>
    public async Task<bool> Sell(int port)
    {
        var all = await Race.AtOnce(
            tokens.Length,
            async person =>
            {
                for (var number = 0; number < ClicksEach; number++)
                    if (!await Click(port, person, number))
                        return false;
                return true;
            }
        );
        return all.All(each => each);
    }

    /// <summary>Everybody clicks, and asks once more, at the next of these doors, until each click is
    /// answered.</summary>
    public Task<bool[]> SellPatiently(params int[] ports) =>
        Race.AtOnce(
            tokens.Length,
            async person =>
            {
                var (number, attempt) = (0, 0);
                while (number < ClicksEach && attempt < Patience)
                {
                    await Task.Delay(Pause);
                    if (await Click(ports[(person + attempt) % ports.Length], person, number))
                    {
                        number++;
                        continue;
                    }
                    attempt++;
                    await Task.Delay(AskAgainAfter);
                }
                return number == ClicksEach;
            }
        );

    /// <summary>Everybody holds seats and places, and orders none of them, until there is no answer.</summary>
    public Task<bool[]> HoldEverything(int port) =>
        Race.AtOnce(
            tokens.Length,
            async person =>
            {
                for (var number = 0; number < ClicksEach; number++)
                {
                    var seated = number == 0 && person < seats.Length;
                    object line = seated ? new { seat_ids = new[] { seats[person] } } : new { quantity = 1 };
                    if (!await HoldOnly(port, person, $"{person}-{number}", seated ? stalls : floor, line))
                        return false;
                }
                return true;
            }
        );

    /// <summary>Waits for so many answers.</summary>
    public Task Has(int answers) =>
        Eventually.ShouldBeTrue(
            () => Task.FromResult(Answers >= answers),
            $"{answers} requests are answered",
            TimeSpan.FromMinutes(2),
            () =>
                $"{Answers} were, and the clicks were told: "
                + string.Join(
                    ", ",
                    lastTold.Values.CountBy(told => told).Select(told => $"{told.Value} × {told.Key}")
                )
        );

    /// <summary>All that was answered is there, once, and the books are in order.</summary>
    public async Task ShouldHaveWhatWasAnswered(NpgsqlDataSource database)
    {
        Faults.ShouldBeEmpty();
        ordered.Values.Distinct().Count().ShouldBe(ordered.Count, "no two clicks have one order");
        (
            await Count(
                database,
                """
                SELECT count(*) FROM ticketing.orders AS o WHERE id = ANY ($1) AND status = 'confirmed'
                    AND (SELECT count(*) FROM ticketing.tickets WHERE order_id = o.id AND status = 'valid') = o.total_tickets
                """,
                ordered.Values.ToArray()
            )
        ).ShouldBe(ordered.Count);
        (
            await Count(
                database,
                "SELECT count(*) FROM ticketing.orders WHERE id = ANY ($1) AND status IN ('held', 'confirmed')",
                held.Values.ToArray()
            )
        ).ShouldBe(held.Count);
        var doctor = new Doctor(
            database,
            [.. EventsInvariants.All, .. TicketingInvariants.All, .. PaymentsInvariants.All]
        );
        (await doctor.Examine(TestContext.Current.CancellationToken))
            .SelectMany(finding => finding.Violations)
            .ShouldBeEmpty();
    }

    /// <summary>When every click has its answer, nothing is there that nobody was told of.</summary>
    public async Task ShouldHaveNothingElse(NpgsqlDataSource database)
    {
        (ordered.Count + refused.Count).ShouldBe(Clicks);
        (await Count(database, "SELECT count(*) FROM ticketing.orders WHERE placed_at IS NOT NULL")).ShouldBe(
            ordered.Count
        );
        (await Count(database, "SELECT count(*) FROM ticketing.orders WHERE placed_at IS NULL")).ShouldBe(0);
        refused.Values.Distinct(StringComparer.Ordinal).ShouldBe(["seat-taken"]);
        clickOfSeat.Count.ShouldBe(seats.Length);
    }

    /// <summary>One click: a booking, a hold that is ordered, or a seat that several want. False when it got no answer,
    /// or 503.</summary>
    private Task<bool> Click(int port, int person, int number)
    {
        var click = $"{person}-{number}";
        return Tried(
            click,
            async () =>
                (number % 3) switch
                {
                    0 => Keep(
                        ordered,
                        click,
                        await Post(port, person, $"/events/{floor}/attending", $"b-{click}", new { })
                    ),
                    1 => await HoldAndOrder(port, person, click, floor, null),
                    _ => await HoldAndOrder(
                        port,
                        person,
                        click,
                        stalls,
                        [seats[(person + number) % seats.Length]]
                    ),
                }
        );
    }

    private Task<bool> HoldOnly(int port, int person, string click, long evening, object line)
    {
        var places = new { event_id = evening, lines = new[] { line } };
        return Tried(
            click,
            async () => Keep(held, click, await Post(port, person, "/holds", $"h-{click}", places))
        );
    }

    /// <summary>A connection that is cut while it is made is a bare SocketException.</summary>
    private async Task<bool> Tried(string click, Func<Task<bool>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception error)
            when (error is HttpRequestException or IOException or SocketException or TaskCanceledException)
        {
            lastTold[click] = error.Message;
            return false;
        }
    }

    private async Task<bool> HoldAndOrder(int port, int person, string click, long evening, long[]? wanted)
    {
        var places = new { event_id = evening, lines = new[] { new { seat_ids = wanted } } };
        if (!Keep(held, click, await Post(port, person, "/holds", $"h-{click}", places)))
            return false;
        if (!held.TryGetValue(click, out var hold))
            return true;
        foreach (var seat in wanted ?? [])
            clickOfSeat.GetOrAdd(seat, click).ShouldBe(click, "a seat is one person's");
        return Keep(
            ordered,
            click,
            await Post(port, person, "/orders", $"o-{click}", new { hold_id = hold })
        );
    }

    private bool Keep(
        ConcurrentDictionary<string, long> kept,
        string click,
        (int Status, JsonElement Body) answer
    )
    {
        var (status, body) = answer;
        lastTold[click] = status == 201 ? "201" : $"{status} {body}";
        if (status >= 500)
        {
            if (status != 503)
                Faults.Enqueue($"{click}: {status} {body}");
            return false;
        }
        if (status == 409)
        {
            refused[click] = body.GetProperty("code").GetString()!;
            return true;
        }
        status.ShouldBe(201, $"{body}");
        var id = body.GetProperty("id").GetInt64();
        kept.GetOrAdd(click, id).ShouldBe(id, "asked again one gets the same");
        return true;
    }

    private async Task<(int Status, JsonElement Body)> Post(
        int port,
        int person,
        string path,
        string key,
        object body
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{port}{path}"))
        {
            Content = JsonContent.Create(body),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens[person]);
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static async Task<long> Count(NpgsqlDataSource database, string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
