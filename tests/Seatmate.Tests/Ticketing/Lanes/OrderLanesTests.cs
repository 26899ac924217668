using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Lanes;

namespace Seatmate.Tests.Ticketing.Lanes;

/// <summary>What a lane promises to those who queue in it. The lane is held at the database's door while they
/// come.</summary>
public sealed class OrderLanesTests(OwnServer own) : IClassFixture<OwnServer>
{
    private const int WaitingMax = 4096;

    [Fact]
    public async Task Beyond_its_bound_a_lane_refuses_at_once_and_those_inside_are_served()
    {
        var server = own.Server;
        var evening = await Evening.New(server, places: 10_000, perPerson: 10_000);
        var ben = await Cast.Ben(server);
        await using var gate = await Gate.Before(server, "ticketing.stocks");
        var first = Wish(evening, ben.Id);
        await gate.ShouldHaveWaiting(1);
        var inside = Enumerable.Range(0, WaitingMax).Select(_ => Wish(evening, ben.Id)).ToList();

        var refused = (await (await Cast.Eve(server)).Book(evening)).ShouldFail(503, "busy");

        refused.Header("Retry-After").ShouldNotBeNull();
        await gate.Open();
        (await Task.WhenAll(inside.Append(first))).ShouldAllBe(answer => answer!.Status == 201);
        (await evening.TicketsSold()).ShouldBe(WaitingMax + 1);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Who_has_gone_away_is_dropped_before_the_batch()
    {
        var server = own.Server;
        var evening = await Evening.New(server);
        var (ben, eve) = (await Cast.Ben(server), await Cast.Eve(server));
        await using var gate = await Gate.Before(server, "ticketing.stocks");
        var first = Wish(evening, ben.Id);
        await gate.ShouldHaveWaiting(1);
        using var leaving = new CancellationTokenSource();
        var gone = Wish(evening, eve.Id, leaving.Token);
        var stays = Wish(evening, ben.Id);

        await leaving.CancelAsync();
        await gate.Open();

        await Should.ThrowAsync<TaskCanceledException>(() => gone);
        (await first)!.Status.ShouldBe(201);
        (await stays)!.Status.ShouldBe(201);
        (await evening.TicketsSold()).ShouldBe(2);
    }

    [Fact]
    public async Task The_last_places_are_for_who_came_first()
    {
        const int people = 300;
        const int places = 261;
        var server = own.Server;
        var evening = await Evening.New(server, places: places);
        var crowd = await Cast.Crowd(people, server);
        await using var gate = await Gate.Before(server, "ticketing.stocks");
        var first = Wish(evening, crowd[0].Id);
        await gate.ShouldHaveWaiting(1);
        var behind = crowd[1..].Select(person => Wish(evening, person.Id)).ToList();

        await gate.Open();

        var answers = await Task.WhenAll(behind.Prepend(first));
        answers
            .Select(answer => answer!.Status)
            .ShouldBe([.. Enumerable.Repeat(201, places), .. Enumerable.Repeat(409, people - places)]);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task One_that_the_database_refuses_does_not_fail_its_neighbours()
    {
        var server = own.Server;
        var evening = await Evening.New(server);
        var (ben, eve) = (await Cast.Ben(server), await Cast.Eve(server));
        await using var gate = await Gate.Before(server, "ticketing.stocks");
        var first = Wish(evening, ben.Id);
        await gate.ShouldHaveWaiting(1);
        var before = Wish(evening, ben.Id);
        var nobody = Wish(evening, 999_999);
        var after = Wish(evening, eve.Id);

        await gate.Open();

        await Should.ThrowAsync<RefusedException>(() => nobody);
        (await Task.WhenAll(first, before, after)).ShouldAllBe(answer => answer!.Status == 201);
        (await evening.TicketsSold()).ShouldBe(3);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_hold_that_is_made_larger_and_ordered_at_once_is_done_beside_its_neighbours()
    {
        var server = own.Server;
        var evening = await Evening.New(server);
        var (ben, eve) = (await Cast.Ben(server), await Cast.Eve(server));
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        var lanes = server.Services.GetRequiredService<OrderLanes>();
        var asker = new Asker(ben.Id, null);
        await using var gate = await Gate.Before(server, "ticketing.stocks");
        var first = Wish(evening, eve.Id);
        await gate.ShouldHaveWaiting(1);
        var change = new HoldWish(asker, hold.Id, [new(Evening.Floor, 5, [])], null, null, default);
        var changed = lanes.Fulfil(evening.Id, change);
        var ordered = lanes.Fulfil(evening.Id, new OrderWish(asker, hold.Id, null, null, default));
        var neighbour = Wish(evening, eve.Id);

        await gate.Open();

        var answers = await Task.WhenAll(first, changed, ordered, neighbour);
        answers.Select(answer => answer!.Status).ShouldBe([201, 200, 201, 201]);
        (await evening.TicketsSold()).ShouldBe(7);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_slow_event_does_not_delay_another()
    {
        var server = own.Server;
        var slow = await Evening.New(server);
        var other = await Evening.Of(slow.Organiser);
        var ben = await Cast.Ben(server);
        (await ben.Book(slow)).ShouldBe(201);
        await using var connection = new NpgsqlConnection(server.Connection);
        await connection.OpenAsync();
        await using var held = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand(
            "SELECT id FROM ticketing.stocks WHERE event_id = $1 FOR UPDATE",
            connection
        )
        {
            Parameters = { new() { Value = slow.Id } },
        };
        await hold.ExecuteNonQueryAsync();
        var waits = ben.Book(slow);

        (await (await Cast.Eve(server)).Book(other)).ShouldBe(201);

        waits.IsCompleted.ShouldBeFalse();
        await held.CommitAsync();
        (await waits).ShouldBe(201);
    }

    [Fact]
    public async Task Who_buys_in_a_section_that_is_just_removed_is_refused()
    {
        var server = own.Server;
        var evening = await Evening.Of(
            await Cast.Ada(server),
            sections: [(Evening.Floor, 0, 10), ("Balcony", 0, 10)]
        );
        var ben = await Cast.Ben(server);
        (await ben.Book(evening)).ShouldBe(201);
        await using var connection = new NpgsqlConnection(server.Connection);
        await connection.OpenAsync();
        await using var removing = await connection.BeginTransactionAsync();
        await using var remove = new NpgsqlCommand(
            """
            WITH gone AS (
                DELETE FROM ticketing.sections WHERE event_id = $1 AND name = 'Balcony' RETURNING id
            )
            DELETE FROM ticketing.stocks USING gone WHERE kind = 'section' AND subject_id = gone.id
            """,
            connection
        )
        {
            Parameters = { new() { Value = evening.Id } },
        };
        await remove.ExecuteNonQueryAsync();

        var booking = ben.Book(evening, section: "Balcony");
        await Eventually.ShouldBeTrue(
            () =>
                server.Ask<bool>(
                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"
                ),
            "the booking waits for the section's stock"
        );
        await removing.CommitAsync();

        (await booking).ShouldFail(404, "section-not-found");
        (await evening.TicketsSold()).ShouldBe(1);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_server_that_stops_serves_who_is_inside()
    {
        await using var first = await TestServer.StartAsync();
        await using var server = await first.StartBesideAsync();
        var evening = await Evening.New(first);
        var crowd = await Cast.Crowd(20, first);
        await using var gate = await Gate.Before(first, "ticketing.stocks");
        var inside = Race.AtOnce(20, number => crowd[number].At(server).Book(evening));
        await gate.ShouldHaveWaiting(1);

        var stopped = server
            .Services.GetRequiredService<IHost>()
            .StopAsync(TestContext.Current.CancellationToken);
        await gate.Open();

        (await inside).ShouldAllBe(answer => answer.Status == 201);
        await stopped;
        (await evening.TicketsSold()).ShouldBe(20);
    }

    private static Task<LaneAnswer?> Wish(
        Evening evening,
        long buyerId,
        CancellationToken cancel = default
    ) =>
        evening
            .Server.Services.GetRequiredService<OrderLanes>()
            .Fulfil(evening.Id, new BookWish(buyerId, new(Evening.Floor, 1, []), null, cancel));
}
