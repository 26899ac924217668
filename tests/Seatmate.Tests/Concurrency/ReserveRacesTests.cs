namespace Seatmate.Tests.Concurrency;

/// <summary>Places are kept for who has a code, while many people want them at two servers on one database. The race is
/// run a second time without what takes them of their section, and must go wrong there.</summary>
public sealed class ReserveRacesTests(TwoServers two) : IClassFixture<TwoServers>
{
    private const string Guard = "stocks_take_of_their_pools";
    private const string GuardOff = $"DROP TRIGGER {Guard} ON ticketing.stocks";
    private const int Places = 10;
    private const int Kept = 6;

    [Fact]
    public async Task What_is_kept_while_the_public_buys_nobody_else_gets()
    {
        var (evening, made) = await KeepWhileAllBuy(two);

        var sold = await evening.TicketsSold();
        sold.ShouldBe(made.Status == 201 ? Places - Kept : Places);
        (await evening.PlacesTaken()).ShouldBe(Places);
        await two.First.ShouldBeSound();
        two.First.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_what_takes_it_of_the_section_it_is_sold_and_kept_and_the_doctor_says_so()
    {
        await using var broken = await TwoServers.Without(GuardOff);

        var (evening, made) = await KeepWhileAllBuy(broken);

        made.ShouldBe(201);
        var sold = await evening.TicketsSold();
        sold.ShouldBeGreaterThan(Places - Kept);
        (await broken.First.Violations()).ShouldNotBeEmpty();
        Control.FailedAsExpected(Guard, $"{sold} of {Places} places were sold while a voucher kept {Kept}");
    }

    [Fact]
    public async Task Nobody_waits_in_a_circle_while_kept_places_return_and_others_are_bought()
    {
        var evening = await Evening.New(two.First, places: 200, perPerson: 100);
        (await evening.Plan([("Hall", 200)], (Evening.Floor, 150, "Hall"))).ShouldBe(200);
        var crowd = await Cast.Crowd(12, two.First);
        var vouchers = new Answer[4];
        for (var number = 0; number < vouchers.Length; number++)
            vouchers[number] = (await evening.Keep($"KEEP{number}", 20)).ShouldBe(201);
        var holds = await Race.AtOnce(
            40,
            number => crowd[number % 12].At(two.At(number)).Hold(evening, 1, voucher: $"KEEP{number % 4}")
        );
        await two.First.PassDeadline([.. holds.Where((_, number) => number % 3 == 0)]);

        var sweeps = Race.AtOnce(
            4,
            _ => two.First.Sweep().ContinueWith(swept => swept.IsCompletedSuccessfully)
        );
        var answers = await Race.AtOnce(
            60,
            number =>
                number < 4
                    ? evening
                        .Organiser.At(two.At(number))
                        .Delete($"/events/{evening.Id}/vouchers/{vouchers[number].Id}")
                : number < 44
                    ? crowd[(number - 4) % 12].At(two.At(number)).Delete($"/holds/{holds[number - 4].Id}")
                : crowd[number % 12].At(two.At(number)).Book(evening)
        );

        foreach (var answer in answers)
            answer.Status.ShouldBeOneOf(200, 201, 410);
        (await sweeps).ShouldAllBe(swept => swept);
        (await evening.PlacesTaken()).ShouldBe(16);
        await two.First.ShouldBeSound();
        two.First.Errors.Lines.ShouldBeEmpty();
    }

    /// <summary>What is given back of a voucher that has ended returns to its section: whoever took the voucher's lock
    /// first would wait for the section's behind who has that and wants the voucher's.</summary>
    [Theory]
    [InlineData("hold")]
    [InlineData("deadline")]
    [InlineData("leaving")]
    [InlineData("withdrawal")]
    public async Task The_section_is_locked_before_the_voucher_that_keeps_places_of_it(string by)
    {
        var evening = await Evening.New(two.First, places: 5);
        var made = (await evening.Keep("BAND", 2)).ShouldBe(201);
        var ben = await Cast.Ben(two.First);
        var hold = (await ben.Hold(evening, voucher: "BAND")).ShouldBe(201);
        if (by != "withdrawal")
            (await Withdraw()).ShouldBe(200);
        if (by == "deadline")
            await two.First.PassDeadline(hold);
        await using var other = await OpenTransaction.Begin(
            two.First,
            "SELECT FROM ticketing.stocks WHERE event_id = $1 AND kind = 'section' FOR UPDATE",
            evening.Id
        );

        var end = by switch
        {
            "hold" => ben.At(two.Second).Delete($"/holds/{hold.Id}"),
            "leaving" => ben.Delete($"/user/{ben.Id}"),
            "withdrawal" => Withdraw(),
            _ => two.First.Sweep(),
        };

        await other.ShouldBeAwaited();
        await other.Execute(
            "SELECT FROM ticketing.stocks WHERE event_id = $1 AND kind = 'voucher' FOR UPDATE NOWAIT",
            evening.Id
        );
        await other.Commit();
        await end;
        (await evening.PlacesTaken()).ShouldBe(by == "withdrawal" ? 1 : 0);
        await two.First.ShouldBeSound();

        Task<Answer> Withdraw() => evening.Organiser.Delete($"/events/{evening.Id}/vouchers/{made.Id}");
    }

    /// <summary>The voucher is asked for while both servers' lanes wait to write what they have decided.</summary>
    private static async Task<(Evening Evening, Answer Made)> KeepWhileAllBuy(TwoServers two)
    {
        var evening = await Evening.New(two.First, places: Places);
        var crowd = await Cast.Crowd(20, two.First);
        await using var gate = await Gate.Before(two.First, "ticketing.stocks");
        var orders = Race.AtOnce(20, number => crowd[number].At(two.At(number)).Book(evening));
        await gate.ShouldHaveWaiting(2);
        var made = evening.Keep("BAND", Kept);
        await gate.ShouldHaveWaiting(3);
        await gate.Open();
        await orders;
        return (evening, await made);
    }
}
