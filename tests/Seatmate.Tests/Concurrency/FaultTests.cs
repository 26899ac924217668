using Npgsql;

namespace Seatmate.Tests.Concurrency;

/// <summary>Processes of the real program on one database lose their connections, stand still or die in the middle of a
/// sale. Beside them a server of the test looks at what became of it.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private const int People = 40;
    private const int Seats = 30;
    private const string Standard = "General Admission";
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(4);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seatmate-fault-");
    private TestServer witness = null!;
    private NpgsqlDataSource database = null!;

    public async ValueTask InitializeAsync()
    {
        witness = await TestServer.StartAsync(settings => settings with { HoldDuration = Hold });
        database = NpgsqlDataSource.Create(witness.Connection);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await witness.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Buyers_whose_server_loses_all_its_connections_ask_again_and_have_what_they_wanted_once()
    {
        await using var seatmate = await Start("broken");
        var sale = await Arrive();

        var selling = sale.SellPatiently(seatmate.Port);
        for (var time = 1; time <= 8; time++)
        {
            await sale.Has(50 * time);
            await Eventually.ShouldBeTrue(
                async () => await BreakConnections("broken") > 0,
                "the server has connections again, and they are ended"
            );
        }

        (await selling).ShouldAllBe(all => all);
        await sale.ShouldHaveWhatWasAnswered(database);
        await sale.ShouldHaveNothingElse(database);
    }

    [Fact]
    public async Task A_batch_whose_connection_is_ended_may_have_happened_and_is_not_tried_again()
    {
        var evening = await List(places: 10);
        var ben = await Cast.Ben(witness);
        await using var gate = await Gate.Before(witness, "ticketing.orders");
        var booking = ben.Book(evening, section: Standard);
        await gate.ShouldHaveWaiting(1);

        await witness.Ask<long>(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_locks
            WHERE NOT granted AND relation = 'ticketing.orders'::regclass
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """
        );
        await gate.Open();

        (await booking).ShouldFail(503, "busy");
        (await evening.TicketsSold()).ShouldBe(0);
        (await ben.Book(evening, section: Standard)).ShouldBe(201);
    }

    [Fact]
    public async Task While_one_of_two_servers_stands_still_the_other_sells_and_then_both_do()
    {
        await using var still = await Start("still");
        await using var other = await Start("other");
        var sale = await Arrive(timeToAnswer: TimeSpan.FromSeconds(1), pause: TimeSpan.FromSeconds(0.2));

        var selling = sale.SellPatiently(still.Port, other.Port);
        for (var time = 1; time <= 2; time++)
        {
            await sale.Has(People * time);
            await StandStill(still, () => OtherGoesOn(sale));
        }

        (await selling).ShouldAllBe(all => all);
        await sale.ShouldHaveWhatWasAnswered(database);
        await sale.ShouldHaveNothingElse(database);
    }

    [Fact]
    public async Task Places_held_at_a_server_that_dies_come_free_in_time_and_not_before()
    {
        await using var mortal = await Start("mortal");
        var evening = await List(places: People * OngoingSale.ClicksEach);
        var stalls = await List(places: Seats);
        var seats = await stalls.Seat(Seats);
        var crowd = await Cast.Crowd(People, witness);
        var eve = await Cast.Eve(witness);
        var keeping = new OngoingSale(
            [.. crowd.Select(person => person.Token!)],
            evening.Id,
            stalls.Id,
            seats
        );

        var holding = keeping.HoldEverything(mortal.Port);
        await keeping.Has(People * OngoingSale.ClicksEach / 2);
        mortal.Signal("KILL");
        await holding;
        await mortal.Exit();

        var (ofSeats, ofPlaces) = (await LastDeadline(stalls), await LastDeadline(evening));
        await Eventually.ShouldBeTrue(
            async () => (await eve.HoldLines(stalls, null, new { seat_ids = seats })).Status == 201,
            "one person holds every seat",
            Hold * 3
        );
        (await witness.Ask<DateTime>("SELECT now()")).ShouldBeGreaterThan(ofSeats);
        await Eventually.ShouldBeTrue(
            async () => await evening.PlacesTaken() == 0,
            "all places are free",
            Hold * 3
        );
        (await witness.Ask<DateTime>("SELECT now()")).ShouldBeLessThan(ofPlaces + TimeSpan.FromSeconds(10));
        await witness.ShouldBeSound();
    }

    private async Task<SeatmateProcess> Start(string name)
    {
        var address = new NpgsqlConnectionStringBuilder(witness.Connection) { ApplicationName = name };
        return await SeatmateProcess
            .Serve(
                Path.Combine(folder.FullName, name),
                settings:
                [
                    ("DATABASE_URL", address.ConnectionString),
                    ("JWT_SECRET_KEY", TestServer.JwtSecret),
                    ("RATE_LIMITS", "off"),
                    ("HOLD_SECONDS", name == "mortal" ? $"{Hold.TotalSeconds}" : "600"),
                ]
            )
            .Ready();
    }

    private static async Task StandStill(SeatmateProcess process, Func<Task> meanwhile)
    {
        process.Signal("STOP");
        try
        {
            await meanwhile();
        }
        finally
        {
            process.Signal("CONT");
        }
    }

    private async Task OtherGoesOn(OngoingSale sale)
    {
        var before = sale.Answers + People / 2;
        await Task.Delay(TimeSpan.FromSeconds(1));
        await Eventually.ShouldBeTrue(
            async () => sale.Answers > before || await SomebodyWaits(),
            "the other sells, unless it waits for what the one that stands still has locked"
        );
    }

    private async Task<OngoingSale> Arrive(TimeSpan? timeToAnswer = null, TimeSpan pause = default)
    {
        var floor = await List(10_000);
        var stalls = await List(Seats);
        var crowd = await Cast.Crowd(People, witness);
        return new([.. crowd.Select(person => person.Token!)], floor.Id, stalls.Id, await stalls.Seat(Seats))
        {
            TimeToAnswer = timeToAnswer ?? TimeSpan.FromSeconds(60),
            Pause = pause,
        };
    }

    private async Task<Evening> List(int places) =>
        await Evening.Of(
            await Cast.Ada(witness),
            perPerson: Math.Max(OngoingSale.ClicksEach, Seats),
            sections: [(Standard, 0, places)]
        );

    private Task<long> BreakConnections(string name) =>
        witness.Ask<long>(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE application_name = $1 AND datname = current_database()
            """,
            name
        );

    private Task<bool> SomebodyWaits() =>
        witness.Ask<bool>(
            """
            SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
                WHERE NOT granted AND application_name = 'other' AND datname = current_database())
            """
        );

    private Task<DateTime> LastDeadline(Evening evening) =>
        witness.Ask<DateTime>(
            "SELECT max(held_at) + $2 FROM ticketing.orders WHERE event_id = $1",
            evening.Id,
            Hold
        );
}
