namespace Seatmate.Tests.Ticketing.Holds;

/// <summary>Changing, extending and giving back.</summary>
public sealed class ChangeHoldTests(OwnServer own) : IClassFixture<OwnServer>
{
    private static object Lines(string section, int quantity) =>
        new { lines = new[] { new { section, quantity } } };

    private async Task<Evening> FloorAndBox(int boxes) =>
        await Evening.Of(await Cast.Ada(own.Server), sections: [("Floor", 10m, 5), ("Box", 20m, boxes)]);

    [Fact]
    public async Task Other_places_are_held_until_the_same_deadline()
    {
        var server = own.Server;
        var evening = await FloorAndBox(2);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening, 4)).ShouldBe(201);

        var changed = (await ben.Patch($"/holds/{hold.Id}", Lines("Box", 2))).ShouldBe(200);

        changed.Decimal("total").ShouldBe(40);
        changed.Text("expires_at").ShouldBe(hold.Text("expires_at"));
        (await evening.PlacesTaken()).ShouldBe(2);
        (await ben.Patch($"/holds/{hold.Id}", Lines("Floor", 5))).ShouldBe(200);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task What_is_not_said_stays()
    {
        var server = own.Server;
        var evening = await FloorAndBox(4);
        await evening.HasVoucher("HALF");
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening, 4, "Box")).ShouldBe(201);

        (await Changed(new { voucher = "half" })).ShouldBe((4, "Box", "HALF", 40));
        (await Changed(new { })).ShouldBe((4, "Box", "HALF", 40));
        (await Changed(Lines("Box", 3))).ShouldBe((3, "Box", "HALF", 30));
        (await Changed(new { lines = (object?)null, voucher = (string?)null })).ShouldBe(
            (3, "Box", "HALF", 30)
        );
        (await Changed(new { voucher = " " })).ShouldBe((3, "Box", null, 60));
        (await evening.PlacesTaken()).ShouldBe(3);
        await server.ShouldBeSound();

        async Task<(int, string?, string?, decimal)> Changed(object change)
        {
            var now = (await ben.Patch($"/holds/{hold.Id}", change)).ShouldBe(200);
            return (
                now["total_tickets"].GetInt32(),
                now["lines"][0].GetProperty("section").GetString(),
                now.Text("voucher"),
                now.Decimal("total")
            );
        }
    }

    [Fact]
    public async Task Of_a_section_that_got_another_name_and_of_seats_the_same_is_held()
    {
        var server = own.Server;
        var evening = await Evening.New(server, price: 10, places: 4);
        await evening.HasVoucher("HALF");
        var seats = await evening.Seat(4);
        var ben = await Cast.Ben(server);
        var hold = (await ben.HoldSeats(evening, seats[1], seats[2])).ShouldBe(201);
        await server.Execute("UPDATE ticketing.sections SET name = 'Stalls' WHERE event_id = $1", evening.Id);

        var changed = (await ben.Patch($"/holds/{hold.Id}", new { voucher = "HALF" })).ShouldBe(200);

        changed.Decimal("total").ShouldBe(10);
        var line = changed["lines"][0];
        line.GetProperty("section").GetString().ShouldBe("Stalls");
        line.GetProperty("seats")
            .EnumerateArray()
            .Select(seat => seat.GetProperty("id").GetInt64())
            .ShouldBe([seats[1], seats[2]]);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_limit_that_was_lowered_leaves_people_what_they_hold()
    {
        var server = own.Server;
        var evening = await Evening.New(server);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening, 4)).ShouldBe(201);
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { max_tickets_per_user = 2 })).ShouldBe(
            200
        );

        (await ben.Patch($"/holds/{hold.Id}", Lines(Evening.Floor, 5))).ShouldFail(400, "too-many-tickets");
        (await ben.Patch($"/holds/{hold.Id}", Lines(Evening.Floor, 3))).ShouldBe(200);
        (await ben.Patch($"/holds/{hold.Id}", Lines(Evening.Floor, 4))).ShouldFail(400, "too-many-tickets");
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_change_that_is_refused_changes_nothing()
    {
        var server = own.Server;
        var evening = await FloorAndBox(1);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening, 2)).ShouldBe(201);

        (await ben.Patch($"/holds/{hold.Id}", Lines("Box", 2))).ShouldFail(409, "section-sold-out");
        (await ben.Patch($"/holds/{hold.Id}", Lines("Floor", 6))).ShouldFail(400, "too-many-tickets");
        (await ben.Patch($"/holds/{hold.Id}", Lines("Nowhere", 1))).ShouldFail(404, "section-not-found");

        (await ben.Get($"/holds/{hold.Id}")).ShouldBe(200)["total_tickets"].GetInt32().ShouldBe(2);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task What_a_guest_changes_after_signing_in_counts_on_nobody_until_it_is_ordered()
    {
        var server = own.Server;
        var evening = await Evening.New(server);
        var hold = (await server.Anyone.Hold(evening)).ShouldBe(201);
        var ben = await Cast.Ben(server);

        (await ben.Patch($"/holds/{hold.Id}", Lines(Evening.Floor, 3), hold.AsGuest())).ShouldBe(200);

        const string counted =
            "SELECT count(*) FROM ticketing.stocks WHERE event_id = $1 AND kind = 'person' AND taken > 0";
        (await server.Ask<long>(counted, evening.Id)).ShouldBe(0);
        (await ben.Delete($"/holds/{hold.Id}", hold.AsGuest())).ShouldBe(200);
        (await ben.Book(evening, 5)).ShouldBe(201);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_stranger_finds_no_hold()
    {
        var evening = await Evening.New();
        var hold = (await (await Cast.Ben()).Hold(evening)).ShouldBe(201);
        var cleo = await Cast.Cleo();

        (await cleo.Get($"/holds/{hold.Id}")).ShouldBe(404);
        (await cleo.Patch($"/holds/{hold.Id}", Lines(Evening.Floor, 2))).ShouldBe(404);
        (await cleo.Post($"/holds/{hold.Id}/extension")).ShouldBe(404);
        (await cleo.Delete($"/holds/{hold.Id}")).ShouldBe(404);
        (await cleo.Order(hold)).ShouldBe(404);
        (await evening.Organiser.Delete($"/holds/{hold.Id}")).ShouldBe(404);
        (await evening.PlacesTaken()).ShouldBe(1);
    }
}

public sealed class ExtendHoldTests(OwnServer own) : IClassFixture<OwnServer>
{
    [Fact]
    public async Task A_hold_is_extended_once_to_thirty_minutes_in_all()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        hold["extendable"].GetBoolean().ShouldBeTrue();

        var extended = (await ben.Post($"/holds/{hold.Id}/extension")).ShouldBe(200);

        var more = extended["expires_at"].GetDateTimeOffset() - hold["expires_at"].GetDateTimeOffset();
        more.ShouldBe(TimeSpan.FromMinutes(20));
        extended["extendable"].GetBoolean().ShouldBeFalse();
        (await ben.Post($"/holds/{hold.Id}/extension")).ShouldFail(409, "hold-extended-already");
    }

    [Fact]
    public async Task Too_late_is_too_late()
    {
        var server = own.Server;
        var evening = await Evening.New(server);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        await server.PassDeadline(hold);

        (await ben.Post($"/holds/{hold.Id}/extension")).ShouldFail(410, "hold-expired");
        (await ben.Get($"/holds/{hold.Id}")).ShouldBe(200).Text("status").ShouldBe("expired");
    }
}

public sealed class ReleaseHoldTests(OwnServer own) : IClassFixture<OwnServer>
{
    [Fact]
    public async Task What_is_given_back_is_free_at_once_and_twice_is_the_same()
    {
        var server = own.Server;
        var evening = await Evening.New(server, places: 1);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening)).ShouldBe(201);

        (await ben.Delete($"/holds/{hold.Id}")).ShouldBe(200);

        (await (await Cast.Eve(server)).Hold(evening)).ShouldBe(201);
        (await ben.Delete($"/holds/{hold.Id}")).ShouldBe(200);
        (await ben.Get($"/holds/{hold.Id}")).ShouldBe(200).Text("status").ShouldBe("released");
        (await ben.Order(hold)).ShouldFail(410, "hold-expired");
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task What_is_ordered_is_not_given_back()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        (await ben.Order(hold)).ShouldBe(201);

        (await ben.Delete($"/holds/{hold.Id}")).ShouldFail(409, "hold-ordered");
        (await evening.PlacesTaken()).ShouldBe(1);
    }

    [Fact]
    public async Task Old_holds_are_forgotten_and_orders_are_not()
    {
        await using var server = await TestServer.StartAsync();
        var evening = await Evening.New(server);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        (await ben.Delete($"/holds/{hold.Id}")).ShouldBe(200);
        (await ben.Book(evening)).ShouldBe(201);
        (await ben.Hold(evening)).ShouldBe(201);
        await server.Execute("UPDATE ticketing.orders SET updated_at = now() - interval '2 days'");

        await server.InScope(async db =>
        {
            await new Seatmate.Ticketing.Holds.ForgetOldHolds(db, server.Settings).Run(
                TestContext.Current.CancellationToken
            );
            return true;
        });

        (await server.Ask<long>("SELECT count(*) FROM ticketing.orders")).ShouldBe(2);
        (await ben.Get($"/holds/{hold.Id}")).ShouldBe(404);
        await server.ShouldBeSound();
    }
}
