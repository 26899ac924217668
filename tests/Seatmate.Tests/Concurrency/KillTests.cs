using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Seatmate.Payments;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Ticketing;

namespace Seatmate.Tests.Concurrency;

/// <summary>The real program with its durable database is killed in the middle of a sale. What was answered is there
/// when it comes back, and what was not can be asked for once more without having it twice.</summary>
public sealed class KillTests : IDisposable
{
    private const int People = 50;
    private const int BookingsEach = 10;
    private const int AnswersBeforeTheEnd = 150;

    // Long, for a machine where many wait for the processor: what was killed breaks its connections at once.
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(90) };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seatmate-kill-");
    private readonly ConcurrentDictionary<string, long> booked = new(StringComparer.Ordinal);
    private string[] tokens = [];

    private string Data => Path.Combine(folder.FullName, "data");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_in_the_middle_of_a_sale_it_comes_back_with_every_booking_it_had_answered(
        bool theDatabase
    )
    {
        long evening;
        await using (var killed = await Start())
        {
            evening = await Arrive(killed);
            await SellUntilKilled(killed, evening, theDatabase);
        }
        booked.Count.ShouldBeInRange(AnswersBeforeTheEnd, People * BookingsEach - 1);

        await using var next = await Start();
        await using var database = NpgsqlDataSource.Create(
            EmbeddedPostgres.ConnectionStringOfRunning(Data).ShouldNotBeNull()
        );
        (await TicketsOf(database, [.. booked.Values])).ShouldBe(booked.Count);
        await ShouldBeSound(database);

        var before = new Dictionary<string, long>(booked, StringComparer.Ordinal);
        await AskAgain(next, evening);

        booked.Count.ShouldBe(People * BookingsEach);
        booked.Values.Distinct().Count().ShouldBe(People * BookingsEach);
        before.ShouldAllBe(pair => booked[pair.Key] == pair.Value);
        (await TicketsOf(database, [.. booked.Values])).ShouldBe(People * BookingsEach);
        (await Count(database, "SELECT count(*) FROM ticketing.orders")).ShouldBe(People * BookingsEach);
        await ShouldBeSound(database);
    }

    private async Task<SeatmateProcess> Start() =>
        await SeatmateProcess.Serve(Data, settings: ("RATE_LIMITS", "off")).Ready();

    /// <summary>Signs everybody up and lists an evening; its id.</summary>
    private async Task<long> Arrive(SeatmateProcess seatmate)
    {
        tokens = await Task.WhenAll(Enumerable.Range(0, People).Select(number => SignUp(seatmate, number)));
        var plan = new
        {
            title = "An evening that is interrupted",
            date = "2031-05-01T18:00:00Z",
            ticket_price = 0,
            max_tickets_per_user = BookingsEach,
            sections = new[] { new { name = Evening.Floor, capacity = 10_000 } },
        };
        using var answer = await Send(seatmate, "/events", plan, tokens[0]);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    private static async Task<string> SignUp(SeatmateProcess seatmate, int number)
    {
        var person = new
        {
            name = $"Person {number}",
            user_name = $"person{number}",
            email = $"person{number}@seatmate.example",
            password = Cast.Password,
        };
        using var registered = await Send(seatmate, "/auth/register", person);
        registered.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var signedIn = await Send(seatmate, "/auth/login", new { person.email, person.password });
        return (await signedIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    private async Task SellUntilKilled(SeatmateProcess seatmate, long evening, bool theDatabase)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var buyers = Enumerable.Range(0, People).Select(person => Task.Run(() => BuyAll(person))).ToList();
        await enough.Task.WaitAsync(TimeSpan.FromMinutes(1));
        if (theDatabase)
        {
            var line = (await File.ReadAllLinesAsync(seatmate.PostgresPidFile))[0];
            Process.GetProcessById(int.Parse(line, CultureInfo.InvariantCulture)).Kill();
        }
        else
        {
            seatmate.Signal("KILL");
        }
        await Task.WhenAll(buyers);
        if (theDatabase)
            await seatmate.Stop();
        else
            await seatmate.Exit();

        async Task BuyAll(int person)
        {
            for (var number = 0; number < BookingsEach; number++)
            {
                if (!await Book(seatmate, evening, person, number))
                    return;
                if (booked.Count >= AnswersBeforeTheEnd)
                    enough.TrySetResult();
            }
        }
    }

    private Task AskAgain(SeatmateProcess seatmate, long evening) =>
        Task.WhenAll(
            Enumerable
                .Range(0, People)
                .Select(async person =>
                {
                    for (var number = 0; number < BookingsEach; number++)
                        (await Book(seatmate, evening, person, number)).ShouldBeTrue();
                })
        );

    /// <summary>One click on "book": the same click has the same key, however often it is sent. False when it got no
    /// answer.</summary>
    private async Task<bool> Book(SeatmateProcess seatmate, long evening, int person, int number)
    {
        var key = $"{person}-{number}";
        var wish = new { seat_section = Evening.Floor };
        try
        {
            using var answer = await Send(
                seatmate,
                $"/events/{evening}/attending",
                wish,
                tokens[person],
                key
            );
            if ((int)answer.StatusCode >= 500)
                return false;
            answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
            var booking = await answer.Content.ReadFromJsonAsync<JsonElement>();
            booked[key] = booking.GetProperty("id").GetInt64();
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }

    private static async Task<HttpResponseMessage> Send(
        SeatmateProcess seatmate,
        string path,
        object body,
        string? token = null,
        string? key = null
    )
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri($"http://127.0.0.1:{seatmate.Port}{path}")
        )
        {
            Content = JsonContent.Create(body),
        };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await Http.SendAsync(request);
    }

    private static Task<long> TicketsOf(NpgsqlDataSource database, long[] orders) =>
        Count(
            database,
            """
            SELECT count(*) FROM ticketing.orders AS o JOIN ticketing.tickets AS t ON t.order_id = o.id
            WHERE o.id = ANY ($1) AND o.status = 'confirmed' AND t.status = 'valid'
            """,
            orders
        );

    private static async Task<long> Count(NpgsqlDataSource database, string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ShouldBeSound(NpgsqlDataSource database)
    {
        var doctor = new Doctor(database, [.. TicketingInvariants.All, .. PaymentsInvariants.All]);
        (await doctor.Examine(TestContext.Current.CancellationToken))
            .SelectMany(finding => finding.Violations)
            .ShouldBeEmpty();
    }
}
