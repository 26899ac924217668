namespace Seatmate.Tests.Ticketing.Lanes;

public sealed class LaneMemoryTests
{
    private const int People = 20;

    [Fact]
    public async Task Of_a_crowd_that_comes_to_a_quiet_event_one_asks_for_its_terms()
    {
        await using var server = await TestServer.StartAsync();
        var evening = await Evening.New(server, places: People);
        var crowd = await Cast.Crowd(People, server);
        await using var gate = await Gate.BeforeReading(server, "events.events");

        var answers = Race.AtOnce(People, person => crowd[person].Book(evening));
        await Eventually.ShouldBeTrue(async () => await Asking(server) > 0, "somebody asks for the terms");
        await Task.Delay(TimeSpan.FromSeconds(1));
        var asking = await Asking(server);
        await gate.Open();

        asking.ShouldBe(1);
        (await answers).ShouldAllBe(answer => answer.Status == 201);
    }

    private static Task<long> Asking(TestServer server) =>
        server.Ask<long>(
            """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                AND wait_event_type = 'Lock' AND query LIKE 'SELECT xmin::text::bigint%FROM events.events%'
            """
        );
}
