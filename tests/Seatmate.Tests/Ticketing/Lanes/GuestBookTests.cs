using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Seatmate.Accounts.Contracts;
using Seatmate.Ticketing.Lanes;

namespace Seatmate.Tests.Ticketing.Lanes;

/// <summary>Whom a guest's order is for is found with its batch. Whoever else comes with the same address in that
/// moment is the same guest.</summary>
public sealed class GuestBookTests(TwoServers two) : IClassFixture<TwoServers>
{
    [Fact]
    public async Task An_address_that_many_order_with_at_once_at_two_servers_is_one_guest_with_one_limit()
    {
        var evening = await Evening.New(two.First, perPerson: 3);
        var holds = await Held(evening, 8);
        string[] ways = ["gwen@example.org", "Gwen@example.org", "GWEN@EXAMPLE.ORG"];

        var orders = await Race.AtOnce(8, i => two.At(i).OrderAsGuest(holds[i], ways[i % ways.Length]));

        orders.Count(order => order.Status == 201).ShouldBe(3);
        orders.Count(order => order.Status == 400).ShouldBe(5);
        (await GuestsOf(evening)).ShouldBe(1);
        (await evening.PlacesTaken()).ShouldBe(8);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Many_addresses_at_once_at_two_servers_are_as_many_guests()
    {
        var evening = await Evening.New(two.First, perPerson: 1);
        var holds = await Held(evening, 24);

        var orders = await Race.AtOnce(24, i => two.At(i).OrderAsGuest(holds[i], $"gil{i / 2}@example.org"));

        orders.Count(order => order.Status == 201).ShouldBe(12);
        (await GuestsOf(evening)).ShouldBe(12);
        await two.First.ShouldBeSound();
    }

    [Theory]
    [InlineData("COMMIT")]
    [InlineData("ROLLBACK")]
    public async Task Somebody_elses_guest_that_is_just_being_made_is_waited_for(string ending)
    {
        var evening = await Evening.New(two.First);
        var hold = (await Held(evening, 1))[0];
        var email = $"{ending}@example.org";
        await using var elsewhere = await two
            .First.Services.GetRequiredService<NpgsqlDataSource>()
            .OpenConnectionAsync(TestContext.Current.CancellationToken);
        await QueryPlan.Run(elsewhere, "BEGIN");
        await QueryPlan.Run(elsewhere, $"INSERT INTO ticketing.guests (email) VALUES (lower('{email}'))");

        var order = two.First.OrderAsGuest(hold, email);
        await Task.Delay(TimeSpan.FromSeconds(0.3), TestContext.Current.CancellationToken);
        order.IsCompleted.ShouldBeFalse();
        await QueryPlan.Run(elsewhere, ending);

        (await order).ShouldBe(201);
        (await GuestsOf(evening)).ShouldBe(1);
    }

    [Fact]
    public async Task Whose_account_has_the_address_is_found_by_key()
    {
        await two.First.Execute(
            """
            INSERT INTO accounts.users (name, user_name, handle, email, password_hash)
            SELECT 'Un ' || n, 'un' || n, 'un' || n, 'un' || n || '@example.org', '-' FROM generate_series(1, 5000) AS n
            """
        );
        await using var connection = await two
            .First.Services.GetRequiredService<LaneDatabase>()
            .Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await QueryPlan.Run(
            connection,
            $"PREPARE people (text[]) AS {PeopleByEmail.FindMany([]).CommandText}"
        );

        await connection.ShouldReadFewerThan(60, "EXECUTE people('{un7@example.org,UN9@Example.org}')");
    }

    private async Task<Answer[]> Held(Evening evening, int count) =>
        await Task.WhenAll(
            Enumerable.Range(0, count).Select(async i => (await two.At(i).Anyone.Hold(evening)).ShouldBe(201))
        );

    private static Task<long> GuestsOf(Evening evening) =>
        evening.Server.Ask<long>(
            "SELECT count(DISTINCT guest_id) FROM ticketing.orders WHERE event_id = $1 AND guest_id IS NOT NULL",
            evening.Id
        );
}
