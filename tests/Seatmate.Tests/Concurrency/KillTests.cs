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

    [Fact]
    public async Task Killed_in_the_middle_of_a_sale_it_comes_back_with_every_booking_it_had_answered()
    {
        long evening;
        await using (var seatmate = await Start())
        {
            evening = await Arrive(seatmate);
            await SellUntil(AnswersBeforeTheEnd, seatmate, evening, () => Kill(seatmate));
        }
        await using (var seatmate = await Start())
        {
            await ShouldHaveWhatWasAnswered();
            await SellUntil(2 * AnswersBeforeTheEnd, seatmate, evening, () => KillDatabase(seatmate));
        }
        await using var last = await Start();
        await ShouldHaveWhatWasAnswered();
        booked.Count.ShouldBeLessThan(People * BookingsEach);

        var before = new Dictionary<string, long>(booked, StringComparer.Ordinal);
        (await Sell(last, evening, () => { })).ShouldBeTrue();

        before.ShouldAllBe(pair => booked[pair.Key] == pair.Value);
        booked.Values.Distinct().Count().ShouldBe(People * BookingsEach);
        await ShouldHaveWhatWasAnswered();
        await using var database = Database();
        (await Count(database, "SELECT count(*) FROM ticketing.orders")).ShouldBe(People * BookingsEach);
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

    /// <summary>Everybody clicks through all their bookings, from the first on, until there is no answer; meanwhile
    /// the end comes.</summary>
    private async Task SellUntil(int answers, SeatmateProcess seatmate, long evening, Func<Task> end)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var selling = Sell(
            seatmate,
            evening,
            () =>
            {
                if (booked.Count >= answers)
                    enough.TrySetResult();
            }
        );
        await enough.Task.WaitAsync(TimeSpan.FromMinutes(2));
        await end();
        (await selling).ShouldBeFalse("the end should have come in the middle");
        await seatmate.Exit();
    }

    /// <summary>True when every click was answered.</summary>
    private async Task<bool> Sell(SeatmateProcess seatmate, long evening, Action answered)
    {
        var all = await Race.AtOnce(
            People,
            async person =>
            {
                for (var number = 0; number < BookingsEach; number++)
                {
                    if (!await Book(seatmate, evening, person, number))
                        return false;
                    answered();
                }
                return true;
            }
        );
        return all.All(each => each);
    }

    private static Task Kill(SeatmateProcess seatmate)
    {
        seatmate.Signal("KILL");
        return Task.CompletedTask;
    }

    private static async Task KillDatabase(SeatmateProcess seatmate)
    {
        var line = (await File.ReadAllLinesAsync(seatmate.PostgresPidFile))[0];
        Process.GetProcessById(int.Parse(line, CultureInfo.InvariantCulture)).Kill();
        seatmate.Signal("TERM");
    }

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

    private NpgsqlDataSource Database() =>
        NpgsqlDataSource.Create(EmbeddedPostgres.ConnectionStringOfRunning(Data).ShouldNotBeNull());

    private async Task ShouldHaveWhatWasAnswered()
    {
        await using var database = Database();
        var tickets = await Count(
            database,
            """
            SELECT count(*) FROM ticketing.orders AS o JOIN ticketing.tickets AS t ON t.order_id = o.id
            WHERE o.id = ANY ($1) AND o.status = 'confirmed' AND t.status = 'valid'
            """,
            booked.Values.ToArray()
        );
        tickets.ShouldBe(booked.Count);
        var doctor = new Doctor(database, [.. TicketingInvariants.All, .. PaymentsInvariants.All]);
        (await doctor.Examine(TestContext.Current.CancellationToken))
            .SelectMany(finding => finding.Violations)
            .ShouldBeEmpty();
    }

    private static async Task<long> Count(NpgsqlDataSource database, string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
