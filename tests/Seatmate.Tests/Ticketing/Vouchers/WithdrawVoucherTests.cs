namespace Seatmate.Tests.Ticketing.Vouchers;

public sealed class WithdrawVoucherTests
{
    [Fact]
    public async Task Nobody_uses_it_any_more_and_who_holds_with_it_keeps_the_price()
    {
        var evening = await Evening.New(price: 10);
        var voucher = await Made(evening);
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        var hold = (await ben.Hold(evening, voucher: "HALF")).ShouldBe(201);

        for (var time = 1; time <= 2; time++)
            (await evening.Organiser.Delete(voucher))
                .ShouldBe(200)
                .Text("message")
                .ShouldBe("Voucher HALF withdrawn");

        (await eve.Hold(evening, voucher: "HALF")).ShouldFail(404, "voucher-unknown");
        (await ben.Order(hold)).ShouldBe(201).Decimal("total").ShouldBe(5);
        var row = (
            await evening.Organiser.Get(CreateVoucherTests.Address(evening))
        ).Rows.ShouldHaveSingleItem();
        row.GetProperty("withdrawn").GetBoolean().ShouldBeTrue();
        row.GetProperty("used").GetInt64().ShouldBe(1);
        (
            await evening.Server.Ask<long>(
                "SELECT count(*) FROM platform.audit WHERE actor_id = $1 AND action = 'ticketing.voucher_withdrawn'",
                evening.Organiser.Id
            )
        ).ShouldBe(1);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task A_hold_that_is_being_written_meets_the_withdrawal()
    {
        await using var server = await TestServer.StartAsync();
        var evening = await Evening.New(server, price: 10);
        var voucher = await Made(evening);
        var ben = await Cast.Ben(server);
        await using var gate = await Gate.Before(server, "ticketing.stocks");
        var hold = ben.Hold(evening, voucher: "HALF");
        await gate.ShouldHaveWaiting(1);
        var withdrawal = evening.Organiser.Delete(voucher);
        await gate.ShouldHaveWaiting(2);

        await gate.Open();

        (await withdrawal).ShouldBe(200);
        var answer = await hold;
        if (answer.Status != 201)
            answer.ShouldFail(404, "voucher-unknown");
        (await ben.Hold(evening, voucher: "HALF")).ShouldFail(404, "voucher-unknown");
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task What_is_not_there_or_not_hers_is_refused()
    {
        var (evening, other) = (await Evening.New(), await Evening.New());
        var voucher = await Made(evening);
        var id = voucher.Split('/')[^1];

        (await (await Cast.Cleo()).Delete(voucher)).ShouldFail(403, "forbidden");
        (await other.Organiser.Delete($"{CreateVoucherTests.Address(other)}/{id}")).ShouldFail(
            404,
            "not-found"
        );
        (await evening.Organiser.Delete($"{CreateVoucherTests.Address(evening)}/999999999")).ShouldFail(
            404,
            "not-found"
        );
    }

    /// <summary>The address of a voucher HALF.</summary>
    private static async Task<string> Made(Evening evening)
    {
        var plan = new
        {
            code = "half",
            uses = 9,
            percent_off = 50,
        };
        return $"{CreateVoucherTests.Address(evening)}/{(await CreateVoucherTests.Create(evening, plan)).ShouldBe(201).Id}";
    }
}
