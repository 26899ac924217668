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

    /// <summary>Both give back places of a voucher that has ended, which return to its section: whoever took the
    /// voucher's lock first would wait for the section's behind who has that and wants the voucher's.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deadline_and_a_hold_that_is_given_back_lock_the_section_before_what_kept_places_of_it(
        bool deadlineFirst
    )
    {
        var evening = await Evening.New(two.First, places: 5);
        var made = (await evening.Keep("BAND", 2)).ShouldBe(201);
        var (ben, eve) = (await Cast.Ben(two.First), await Cast.Eve(two.First));
        var lapsing = (await ben.Hold(evening, voucher: "BAND")).ShouldBe(201);
        var given = (await eve.Hold(evening, voucher: "BAND")).ShouldBe(201);
        (await evening.Organiser.Delete($"/events/{evening.Id}/vouchers/{made.Id}")).ShouldBe(200);
        await two.First.PassDeadline(lapsing);
        await using var other = await OpenTransaction.Begin(
            two.First,
            "SELECT FROM ticketing.stocks WHERE event_id = $1 AND kind = 'section' FOR UPDATE",
            evening.Id
        );
        Func<Task>[] both =
        [
            async () => (await eve.At(two.Second).Delete($"/holds/{given.Id}")).ShouldBe(200),
            () => two.First.Sweep(),
        ];
        var one = both[deadlineFirst ? 1 : 0]();
        await two.First.ShouldHaveWaitingForRows(1);
        var next = both[deadlineFirst ? 0 : 1]();
        await two.First.ShouldHaveWaitingForRows(2);

        await other.Commit();

        await Task.WhenAll(one, next);
        (await evening.PlacesTaken()).ShouldBe(0);
        await two.First.ShouldBeSound();
        two.Second.Errors.Lines.ShouldBeEmpty();
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
