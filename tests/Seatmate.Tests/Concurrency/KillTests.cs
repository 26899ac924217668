using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Seatmate.Platform.Database;

namespace Seatmate.Tests.Concurrency;

/// <summary>The real program with its durable database is killed in the middle of a sale. What was answered is there
/// when it comes back, and what was not can be asked for once more without having it twice.</summary>
public sealed class KillTests : IDisposable
{
    private const int People = 50;
    private const int Seats = 40;
    private const int AnswersBeforeTheEnd = 150;

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(90) };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seatmate-kill-");

    private string Data => Path.Combine(folder.FullName, "data");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Killed_in_the_middle_of_a_sale_it_comes_back_with_everything_it_had_answered()
    {
        OngoingSale sale;
        await using (var seatmate = await Start())
        {
            sale = await Arrive(seatmate);
            await SellUntil(AnswersBeforeTheEnd, seatmate, sale, () => Kill(seatmate));
        }
        await using (var seatmate = await Start())
        {
            await ShouldHaveWhatWasAnswered(sale);
            await SellUntil(2 * AnswersBeforeTheEnd, seatmate, sale, () => KillDatabaseAndStop(seatmate));
        }
        await using var last = await Start();
        await ShouldHaveWhatWasAnswered(sale);
        var before = sale.Ordered;
        before.Count.ShouldBeLessThan(sale.Clicks);

        (await sale.Sell(last.Port)).ShouldBeTrue();

        before.ShouldAllBe(pair => sale.Ordered[pair.Key] == pair.Value);
        await ShouldHaveWhatWasAnswered(sale);
        await using var database = Database();
        await sale.ShouldHaveNothingElse(database);
    }

    [Fact]
    public async Task When_its_database_is_killed_in_the_middle_of_a_sale_the_server_serves_on()
    {
        await using var seatmate = await Start();
        var sale = await Arrive(seatmate);
        var selling = sale.SellPatiently(seatmate.Port);
        await sale.Has(AnswersBeforeTheEnd);

        await KillDatabase(seatmate);

        selling.IsCompleted.ShouldBeFalse("the end should have come in the middle");
        (await selling).ShouldAllBe(answered => answered);
        seatmate.HasExited.ShouldBeFalse();
        await ShouldHaveWhatWasAnswered(sale);
        await using var database = Database();
        await sale.ShouldHaveNothingElse(database);
    }

    private async Task<SeatmateProcess> Start() =>
        await SeatmateProcess.Serve(Data, settings: ("RATE_LIMITS", "off")).Ready();

    /// <summary>Signs everybody up, and lists an evening and one with seats.</summary>
    private async Task<OngoingSale> Arrive(SeatmateProcess seatmate)
    {
        var tokens = await Task.WhenAll(
            Enumerable.Range(0, People).Select(number => SignUp(seatmate, number))
        );
        var floor = await List(seatmate, tokens[0]);
        var stalls = await List(seatmate, tokens[0]);
        await using var database = Database();
        await using var command = database.CreateCommand(Holds.InsertSeats);
        command.Parameters.AddWithValue(stalls);
        command.Parameters.AddWithValue(Seats);
        return new(tokens, floor, stalls, (long[])(await command.ExecuteScalarAsync())!);
    }

    private static async Task<long> List(SeatmateProcess seatmate, string token)
    {
        var plan = new
        {
            title = "An evening that is interrupted",
            date = "2031-05-01T18:00:00Z",
            ticket_price = 0,
            max_tickets_per_user = OngoingSale.ClicksEach,
            sections = new[] { new { name = "General Admission", capacity = 10_000 } },
        };
        return (await Send(seatmate, "/events", plan, token)).GetProperty("id").GetInt64();
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
        await Send(seatmate, "/auth/register", person);
        var signedIn = await Send(seatmate, "/auth/login", new { person.email, person.password });
        return signedIn.GetProperty("token").GetString()!;
    }

    /// <summary>Everybody clicks through all their clicks, from the first on, until there is no answer; meanwhile the
    /// end comes.</summary>
    private static async Task SellUntil(
        int answers,
        SeatmateProcess seatmate,
        OngoingSale sale,
        Func<Task> end
    )
    {
        var selling = sale.Sell(seatmate.Port);
        await sale.Has(answers);
        await end();
        (await selling).ShouldBeFalse("the end should have come in the middle");
        await seatmate.Exit();
    }

    private static Task Kill(SeatmateProcess seatmate)
    {
        seatmate.Signal("KILL");
        return Task.CompletedTask;
    }

    private static async Task KillDatabaseAndStop(SeatmateProcess seatmate)
    {
        await KillDatabase(seatmate);
        seatmate.Signal("TERM");
    }

    private static async Task KillDatabase(SeatmateProcess seatmate)
    {
        var line = (await File.ReadAllLinesAsync(seatmate.PostgresPidFile))[0];
        Process.GetProcessById(int.Parse(line, CultureInfo.InvariantCulture)).Kill();
    }

    private static async Task<JsonElement> Send(
        SeatmateProcess seatmate,
        string path,
        object body,
        string? token = null
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
        using var answer = await Http.SendAsync(request);
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private NpgsqlDataSource Database() =>
        NpgsqlDataSource.Create(EmbeddedPostgres.ConnectionStringOfRunning(Data).ShouldNotBeNull());

    private async Task ShouldHaveWhatWasAnswered(OngoingSale sale)
    {
        await using var database = Database();
        await sale.ShouldHaveWhatWasAnswered(database);
    }
}
