using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Seatmate.Ticketing.Holds;

namespace Seatmate.Tests.Ticketing.Holds;

public sealed class ForgetOldHoldsTests(UnsweptServer own) : IClassFixture<UnsweptServer>
{
    private TestServer Server => own.Server;

    [Fact]
    public async Task Whose_order_was_refused_is_forgotten_after_a_day_and_who_ordered_is_not()
    {
        await Refuse("refused@example.org");
        await Refuse("lately@example.org");
        var (gil, order) = await Guest.Orders(await Evening.New(Server), email: "gil@example.org");
        await Age("refused@example.org", hours: 25);
        await Age("lately@example.org", hours: 23);
        await Age("gil@example.org", hours: 25);

        await Forget();

        var kept = await Addresses();
        kept.ShouldNotContain("refused@example.org");
        kept.ShouldContain("lately@example.org");
        kept.ShouldContain("gil@example.org");
        (await gil.Get($"/orders/{order.Id}")).ShouldBe(200);
    }

    [Fact]
    public async Task Who_is_found_again_is_not_forgotten_before_their_order_is_written()
    {
        await Refuse("again@example.org");
        await Age("again@example.org", hours: 25);
        await Refuse("again@example.org");

        await Forget();

        (await Addresses()).ShouldContain("again@example.org");
    }

    [Fact]
    public async Task Who_orders_while_they_are_being_forgotten_is_made_anew()
    {
        await Refuse("meanwhile@example.org");
        await Age("meanwhile@example.org", hours: 25);
        var evening = await Evening.New(Server);
        await using var forgetting = await OpenTransaction.Begin(
            Server,
            "DELETE FROM ticketing.guests WHERE email = 'meanwhile@example.org'"
        );

        var ordering = Guest.Orders(evening, email: "meanwhile@example.org");
        await forgetting.ShouldBeAwaited();
        await forgetting.Commit();

        var (gil, order) = await ordering;
        await gil.Sees(order, "confirmed");
        (
            await Server.Ask<string>(
                "SELECT email FROM ticketing.guests WHERE id = (SELECT guest_id FROM ticketing.orders WHERE id = $1)",
                order.Id
            )
        ).ShouldBe("meanwhile@example.org");
    }

    [Fact]
    public async Task Guests_who_ordered_are_looked_at_once()
    {
        await using var server = await TestServer.StartAsync(add: Sweeper.IsOff);
        await server.Execute(
            """
            INSERT INTO ticketing.guests (email, asked_at, ordered)
            SELECT n || '@example.org', now() - interval '9 days', n > 5 FROM generate_series(1, 20000) n
            """
        );
        await using var connection = new NpgsqlConnection(server.Connection);
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        await connection.ShouldReadFewerThan(
            100,
            ForgetOldHolds.ForgetGuests.Replace("{0}", "1").Replace("{1}", "1000")
        );
    }

    /// <summary>What they held lapsed, and somebody else has the place.</summary>
    private async Task Refuse(string email)
    {
        var evening = await Evening.New(Server, places: 1);
        var hold = (await Server.Anyone.Hold(evening)).ShouldBe(201);
        await Server.PassDeadline(hold);
        (await (await Cast.Ben(Server)).Book(evening)).ShouldBe(201);
        (await Server.OrderAsGuest(hold, email)).Status.ShouldBeInRange(400, 499);
    }

    private Task<int> Age(string email, int hours) =>
        Server.Execute(
            "UPDATE ticketing.guests SET asked_at = now() - make_interval(hours => $2) WHERE email = $1",
            email,
            hours
        );

    private Task<string[]> Addresses() =>
        Server.Ask<string[]>("SELECT array_agg(email ORDER BY email) FROM ticketing.guests");

    private async Task Forget()
    {
        await using var scope = Server.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<ForgetOldHolds>()
            .Run(TestContext.Current.CancellationToken);
    }
}
