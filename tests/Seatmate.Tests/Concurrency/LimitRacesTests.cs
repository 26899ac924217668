namespace Seatmate.Tests.Concurrency;

/// <summary>Somebody makes their first booking in the very moment in which the limit is lowered. Each race is run a
/// second time without the guard, and must go wrong there.</summary>
public sealed class LimitRacesTests(TwoServers two) : IClassFixture<TwoServers>
{
    private const string Guard = "stocks_begin_at_the_limit";

    /// <summary>Together with the check of the terms, which comes last and would notice too.</summary>
    private const string GuardOff = $"DROP TRIGGER {Guard} ON ticketing.stocks; {TwoServers.TermsUnchecked}";

    [Fact]
    public async Task A_first_booking_that_is_being_written_is_seen_by_the_new_limit()
    {
        var (evening, change) = await LowerWhileWriting(two);

        change.ShouldBe(200);
        (await Capacity(evening)).ShouldBe(4);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_guard_a_first_booking_that_is_being_written_keeps_the_old_limit()
    {
        await using var broken = await TwoServers.Without(GuardOff);

        var (evening, _) = await LowerWhileWriting(broken);

        (await Capacity(evening)).ShouldBe(5);
        Control.FailedAsExpected(Guard, "somebody may have 5 tickets where 2 are allowed");
    }

    [Fact]
    public async Task A_first_booking_waits_for_the_new_limit()
    {
        var (evening, booking) = await BookWhileLowering(two);

        booking.ShouldFail(400, "too-many-tickets");
        (await evening.TicketsSold()).ShouldBe(0);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_guard_a_first_booking_overtakes_the_new_limit()
    {
        await using var broken = await TwoServers.Without(GuardOff);

        var (evening, booking) = await BookWhileLowering(broken);

        booking.ShouldBe(201);
        (await Capacity(evening)).ShouldBe(5);
        Control.FailedAsExpected(Guard, "somebody bought 4 tickets where 2 were allowed, and may have 5");
    }

    [Fact]
    public async Task A_first_booking_that_waited_for_a_change_pays_the_new_price()
    {
        var (_, booking) = await BookWhileLowering(two, tickets: 1);

        booking.ShouldBe(201)["total"].GetDecimal().ShouldBe(25);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_guard_a_first_booking_that_waited_for_a_change_pays_the_old_price()
    {
        await using var broken = await TwoServers.Without(TwoServers.TermsUnchecked);

        var (_, booking) = await BookWhileLowering(broken, tickets: 1);

        booking.ShouldBe(201)["total"].GetDecimal().ShouldBe(10);
        Control.FailedAsExpected("terms_not_overtaken", "10.00 was charged after the price was 25.00");
    }

    /// <summary>Four of five tickets, whose batch has made the buyer's count and stands before its tickets when the
    /// limit is lowered to two.</summary>
    private static async Task<(Evening, Answer)> LowerWhileWriting(TwoServers servers)
    {
        var evening = await Evening.New(servers.First, perPerson: 5);
        var ben = await Cast.Ben(servers.Second);
        await using var gate = await Gate.Before(servers.First, "ticketing.tickets");
        var booking = ben.Book(evening, tickets: 4);
        await gate.ShouldHaveWaiting(1);
        var change = Lower(evening);

        await ShouldWaitToo(servers.First, change);
        await gate.Open();

        (await booking).ShouldBe(201);
        return (evening, await change);
    }

    /// <summary>Some of five tickets, while the limit is lowered to two and the price raised in a transaction that is
    /// not over.</summary>
    private static async Task<(Evening, Answer)> BookWhileLowering(TwoServers servers, int tickets = 4)
    {
        var evening = await Evening.New(servers.First, price: 10, perPerson: 5);
        var ben = await Cast.Ben(servers.Second);
        await using var gate = await Gate.Before(servers.First, "platform.audit");
        var change = Lower(evening);
        await gate.ShouldHaveWaiting(1);
        var booking = ben.Book(evening, tickets: tickets);

        await ShouldWaitToo(servers.First, booking);
        await gate.Open();

        (await change).ShouldBe(200);
        return (evening, await booking);
    }

    private static Task<Answer> Lower(Evening evening) =>
        evening.Organiser.Patch(
            $"/events/{evening.Id}",
            new { max_tickets_per_user = 2, sections = Evening.FloorAt(25) }
        );

    private static Task<long> Capacity(Evening evening) =>
        evening.Server.Ask<long>(
            "SELECT max(capacity) FROM ticketing.stocks WHERE event_id = $1 AND kind = 'person'",
            evening.Id
        );

    /// <summary>For the other, or before the gate, where the other stands; without the guard it may be done.</summary>
    private static Task ShouldWaitToo(TestServer server, Task act) =>
        Eventually.ShouldBeTrue(
            async () =>
                act.IsCompleted
                || await server.Ask<long>(
                    """
                    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
                    WHERE NOT granted AND datname = current_database()
                    """
                ) > 1,
            "both wait",
            TimeSpan.FromSeconds(20)
        );
}
