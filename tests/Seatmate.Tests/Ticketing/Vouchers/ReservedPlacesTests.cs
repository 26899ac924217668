namespace Seatmate.Tests.Ticketing.Vouchers;

/// <summary>A voucher that keeps places: nobody gets them without its code, and who has it gets no others.</summary>
public sealed class ReservedPlacesTests
{
    private static TestServer Server => TestServer.Shared;

    [Fact]
    public async Task It_lowers_what_the_public_sees_and_an_ordinary_one_lowers_nothing()
    {
        var evening = await Evening.New(places: 5);
        await evening.HasVoucher("PLAIN", uses: 3);
        (await Left(evening)).ShouldBe(5);

        var made = (await evening.Keep("BAND", 3)).ShouldBe(201);

        (made["reserves"].GetBoolean(), made["uses"].GetInt64(), made["used"].GetInt64()).ShouldBe(
            (true, 3, 0)
        );
        (await Left(evening)).ShouldBe(2);
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        (await ben.Hold(evening, 3)).ShouldFail(409, "section-sold-out");
        (await ben.Hold(evening, 3, voucher: "PLAIN")).ShouldFail(409, "section-sold-out");
        (await ben.Book(evening, 2)).ShouldBe(201);
        (await eve.Hold(evening)).ShouldFail(409, "section-sold-out");
        var hold = (await eve.Hold(evening, 2, voucher: "band")).ShouldBe(201);
        (await (await Cast.Cleo()).Hold(evening, 2, voucher: "BAND")).ShouldFail(409, "voucher-used-up");
        (await eve.Order(hold)).ShouldBe(201);
        (await Voucher(evening)).ShouldBe((3, 2));
        (await Left(evening)).ShouldBe(0);
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task What_is_given_back_is_kept_again_by_whichever_way()
    {
        var evening = await Evening.New(places: 3);
        (await evening.Keep("BAND", 3)).ShouldBe(201);
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        var held = (await ben.Hold(evening, 2, voucher: "BAND")).ShouldBe(201);
        var ordered = (await eve.Order((await eve.Hold(evening, voucher: "BAND")).ShouldBe(201))).ShouldBe(
            201
        );

        (await ben.Patch($"/holds/{held.Id}", OneOf("BAND"))).ShouldBe(200);
        (await Voucher(evening)).ShouldBe((3, 2));
        (await ben.Patch($"/holds/{held.Id}", OneOf(""))).ShouldFail(409, "section-sold-out");
        (await ben.Delete($"/holds/{held.Id}")).ShouldBe(200);
        (await eve.Cancel(evening, ordered)).ShouldBe(200);

        (await Voucher(evening)).ShouldBe((3, 0));
        (await Left(evening)).ShouldBe(0);
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task Places_of_other_sections_beside_it_are_the_publics()
    {
        var evening = await Evening.Of(await Cast.Ada(), sections: [("Stalls", 10, 2), ("Box", 20, 1)]);
        (await evening.Keep("BAND", 2, "Stalls", percentOff: 50)).ShouldBe(201);
        var ben = await Cast.Ben();
        object[] lines = [new { section = "Stalls", quantity = 2 }, new { section = "Box", quantity = 1 }];

        (await ben.Hold(evening, 1, "Box", "BAND")).ShouldFail(409, "voucher-of-another-section");
        var hold = (await ben.HoldLines(evening, "BAND", lines)).ShouldBe(201);

        hold.Decimal("total").ShouldBe(30);
        (await (await Cast.Eve()).Hold(evening, 1, "Box")).ShouldFail(409, "section-sold-out");
        (await ben.Order(hold)).ShouldBe(201);
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task It_keeps_places_of_the_pool_that_its_section_shares()
    {
        var evening = await Evening.New();
        (await evening.Plan([("Hall", 4)], ("Adults", null, "Hall"), ("Children", null, "Hall"))).ShouldBe(
            200
        );

        (await evening.Keep("BAND", 3, "Adults")).ShouldBe(201);

        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        (await ben.Book(evening, 2, "Children")).ShouldFail(409, "section-sold-out");
        (await ben.Book(evening, 1, "Children")).ShouldBe(201);
        (await eve.Order((await eve.Hold(evening, 3, "Adults", "BAND")).ShouldBe(201))).ShouldBe(201);
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task It_keeps_no_more_than_there_is_and_what_has_expired_makes_room()
    {
        var evening = await Evening.New(places: 4);
        (await (await Cast.Ben()).Book(evening)).ShouldBe(201);
        var hold = (await (await Cast.Eve()).Hold(evening, 2)).ShouldBe(201);

        (await evening.Keep("BAND", 3)).ShouldFail(
            409,
            "section-sold-out",
            $"There are fewer than 3 places left in {Evening.Floor}"
        );
        (await evening.Organiser.Get($"/events/{evening.Id}/vouchers")).Rows.ShouldBeEmpty();
        await Server.PassDeadline(hold);

        (await evening.Keep("BAND", 3)).ShouldBe(201);
        (await Left(evening)).ShouldBe(0);
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task A_section_that_is_closed_still_gives_what_is_kept_and_closes_only_when_that_is_sold()
    {
        var evening = await Evening.New(places: 2);
        (await Sell("until_sold_out")).ShouldBe(200);
        (await evening.Keep("BAND", 1)).ShouldBe(201);
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        (await ben.Book(evening)).ShouldBe(201);
        (await Sale()).ShouldBe("until_sold_out");

        (await eve.Order((await eve.Hold(evening, voucher: "BAND")).ShouldBe(201))).ShouldBe(201);
        (await Sale()).ShouldBe("closed");

        var closed = await Evening.New(places: 2);
        (await closed.Keep("BAND", 1)).ShouldBe(201);
        await Server.Execute("UPDATE ticketing.sections SET sale = 'closed' WHERE event_id = $1", closed.Id);
        (await ben.Hold(closed)).ShouldFail(409, "section-sold-out");
        (await ben.Order((await ben.Hold(closed, voucher: "BAND")).ShouldBe(201))).ShouldBe(201);
        await Server.ShouldBeSound();

        Task<Answer> Sell(string sale) =>
            evening.Organiser.Patch(
                $"/events/{evening.Id}",
                new
                {
                    sections = new[]
                    {
                        new
                        {
                            name = Evening.Floor,
                            capacity = 2,
                            sale,
                        },
                    },
                }
            );

        async Task<string?> Sale() =>
            (await evening.Organiser.Get($"/events/{evening.Id}"))["sections"]
                [0]
                .GetProperty("sale")
                .GetString();
    }

    [Fact]
    public async Task Who_holds_kept_places_of_a_closed_section_has_none_of_its_others()
    {
        var evening = await Evening.New(places: 5);
        (await evening.Keep("BAND", 2)).ShouldBe(201);
        var ben = await Cast.Ben();
        var hold = (await ben.Hold(evening, 2, voucher: "BAND")).ShouldBe(201);
        await Server.Execute("UPDATE ticketing.sections SET sale = 'closed' WHERE event_id = $1", evening.Id);

        (await ben.Patch($"/holds/{hold.Id}", OneOf(""))).ShouldFail(409, "section-sold-out");
        (await ben.Patch($"/holds/{hold.Id}", OneOf("BAND"))).ShouldBe(200);

        (await Voucher(evening)).ShouldBe((2, 1));
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task Who_is_refused_what_an_ended_one_kept_holds_up_nobody_else()
    {
        await using var server = await TestServer.StartAsync();
        var evening = await Evening.New(server, places: 5);
        (await evening.Keep("BAND", 2)).ShouldBe(201);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening, 2, voucher: "BAND")).ShouldBe(201);
        await server.Execute(
            "UPDATE ticketing.stocks SET open = false WHERE event_id = $1 AND kind = 'voucher'",
            evening.Id
        );
        var (eve, cleo) = (await Cast.Eve(server), await Cast.Cleo(server));
        await using var gate = await Gate.Before(server, "ticketing.stocks");
        var first = eve.Book(evening);
        await gate.ShouldHaveWaiting(1);
        var refused = ben.Patch($"/holds/{hold.Id}", OneOf("BAND"));
        var second = cleo.Book(evening);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        await gate.Open();

        (await refused).ShouldFail(404, "voucher-unknown");
        (await first).ShouldBe(201);
        (await second).ShouldBe(201);
        server.Errors.TriedOneByOne.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_kept_of_one_section_keeps_no_other_open_that_shares_its_places()
    {
        var evening = await Evening.New();
        var plan = new
        {
            pools = new[] { new { name = "Hall", capacity = 9 } },
            sections = new object[]
            {
                new
                {
                    name = "Adults",
                    capacity = 1,
                    pool = "Hall",
                    sale = "until_sold_out",
                },
                new
                {
                    name = "Children",
                    capacity = 5,
                    pool = "Hall",
                },
            },
        };
        (await evening.Organiser.Patch($"/events/{evening.Id}", plan)).ShouldBe(200);
        (await evening.Keep("BAND", 2, "Children")).ShouldBe(201);

        (await (await Cast.Ben()).Book(evening, 1, "Adults")).ShouldBe(201);

        (await evening.Organiser.Get($"/events/{evening.Id}"))["sections"]
            [0]
            .GetProperty("sale")
            .GetString()
            .ShouldBe("closed");
    }

    [Fact]
    public async Task Its_section_keeps_its_places_and_goes_only_when_nothing_is_kept()
    {
        var evening = await Evening.Of(await Cast.Ada(), sections: [("Stalls", 0, 5), ("Box", 0, 5)]);
        var made = (await evening.Keep("BAND", 3, "Box")).ShouldBe(201);

        (await Plan(("Stalls", 5), ("Box", 2))).ShouldFail(409, "capacity-below-sold");
        (await Plan(("Stalls", 5))).ShouldFail(409, "section-has-bookings");
        (await evening.Organiser.Delete($"/events/{evening.Id}/vouchers/{made.Id}")).ShouldBe(200);

        (await Plan(("Stalls", 5))).ShouldBe(200);
        await Server.ShouldBeSound();

        Task<Answer> Plan(params (string Name, int Places)[] sections) =>
            evening.Organiser.Patch(
                $"/events/{evening.Id}",
                new { sections = sections.Select(one => new { name = one.Name, capacity = one.Places }) }
            );
    }

    [Fact]
    public async Task Who_comes_too_late_gets_again_what_is_kept_or_their_money_back()
    {
        await using var server = await TestServer.StartAsync(add: Sweeper.IsOff);
        var evening = await Evening.New(server, price: 10, places: 2);
        (await evening.Keep("BAND", 2)).ShouldBe(201);
        var (ben, eve) = (await Cast.Ben(server), await Cast.Eve(server));
        var first = await Unpaid(ben);
        await server.PassDeadline(first);
        await server.Sweep();

        (await server.Deliver(first, "captured")).ShouldBe(200);
        await ben.Sees(evening, first, "confirmed");
        var second = await Unpaid(eve);
        await server.PassDeadline(second);
        await server.Sweep();
        (await ben.Order((await ben.Hold(evening, voucher: "BAND")).ShouldBe(201))).ShouldBe(201);
        (await server.Deliver(second, "captured")).ShouldBe(200);

        await Eventually.ShouldBeTrue(
            async () => await server.RefundedOf(second) == 1000,
            "the late payment has gone back"
        );
        await server.ShouldBeSound();

        async Task<Answer> Unpaid(Person who) =>
            (await who.Order((await who.Hold(evening, voucher: "BAND")).ShouldBe(201))).ShouldBe(201);
    }

    [Fact]
    public async Task An_order_whose_hold_lapsed_is_of_what_is_kept()
    {
        await using var server = await TestServer.StartAsync(add: Sweeper.IsOff);
        var evening = await Evening.New(server, places: 2);
        (await evening.Keep("BAND", 2)).ShouldBe(201);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening, 2, voucher: "BAND")).ShouldBe(201);
        await server.PassDeadline(hold);

        (await ben.Order(hold)).ShouldBe(201);

        (await Voucher(evening)).ShouldBe((2, 2));
        await server.ShouldBeSound();
    }

    private static object OneOf(string? voucher) =>
        new { lines = new[] { new { section = Evening.Floor, quantity = 1 } }, voucher };

    private static async Task<long> Left(Evening evening) =>
        (await evening.Server.Anyone.Get($"/events/{evening.Id}/availability"))["sections"]
            [0]
            .GetProperty("left")
            .GetInt64();

    private static async Task<(long Uses, long Used)> Voucher(Evening evening)
    {
        var item = (await evening.Organiser.Get($"/events/{evening.Id}/vouchers")).Rows[0];
        return (item.GetProperty("uses").GetInt64(), item.GetProperty("used").GetInt64());
    }
}
