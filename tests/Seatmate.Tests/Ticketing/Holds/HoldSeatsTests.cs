namespace Seatmate.Tests.Ticketing.Holds;

/// <summary>Holds of seats by their ids, and vouchers.</summary>
public sealed class HoldSeatsTests(OwnServer own, UnsweptServer unswept)
    : IClassFixture<OwnServer>,
        IClassFixture<UnsweptServer>
{
    [Fact]
    public async Task Seats_are_held_ordered_and_on_the_tickets()
    {
        var server = own.Server;
        var evening = await Evening.New(server, places: 4);
        var seats = await evening.Seat(4);
        var ben = await Cast.Ben(server);

        var hold = (await ben.HoldSeats(evening, seats[1], seats[2])).ShouldBe(201);

        hold["lines"][0].GetProperty("seats")[0].GetProperty("number").GetString().ShouldBe("2");
        (await (await Cast.Eve(server)).HoldSeats(evening, seats[2])).ShouldFail(
            409,
            "seat-taken",
            "Seat A 3 is taken, please choose another"
        );
        var order = (await ben.Order(hold)).ShouldBe(201);
        order["tickets"]
            .EnumerateArray()
            .Select(ticket => ticket.GetProperty("seat").GetString())
            .ShouldBe(["2", "3"]);
        (await ben.Get($"/orders/{order.Id}"))
            .ShouldBe(200)["tickets"][1]
            .GetProperty("seat")
            .GetString()
            .ShouldBe("3");
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Seats_on_two_lines_of_a_section_are_on_the_tickets_too()
    {
        var server = own.Server;
        var evening = await Evening.New(server, places: 4);
        var seats = await evening.Seat(4);
        var ben = await Cast.Ben(server);
        var hold = await ben.HoldLines(
            evening,
            null,
            new { section = Evening.Floor, seat_ids = new[] { seats[0] } },
            new { section = Evening.Floor, seat_ids = new[] { seats[3] } }
        );

        var order = (await ben.Order(hold)).ShouldBe(201);

        Seats(order["tickets"]).ShouldBe(["1", "4"]);
        Seats((await ben.Get($"/orders/{order.Id}")).ShouldBe(200)["tickets"]).ShouldBe(["1", "4"]);
        var doorList = await evening.Organiser.Get($"/events/{evening.Id}/door-list");
        doorList.ShouldBe(200).Rows.Select(row => row.GetProperty("seat").GetString()).ShouldBe(["1", "4"]);

        static IEnumerable<string?> Seats(System.Text.Json.JsonElement tickets) =>
            tickets.EnumerateArray().Select(ticket => ticket.GetProperty("seat").GetString());
    }

    [Fact]
    public async Task A_booking_moves_to_no_section_whose_seats_have_numbers()
    {
        var server = own.Server;
        var evening = await Evening.Of(
            await Cast.Ada(server),
            sections: [(Evening.Floor, 0, 5), ("Stalls", 0, 5)]
        );
        await server.Execute(
            "UPDATE ticketing.sections SET seated = true WHERE event_id = $1 AND name = 'Stalls'",
            evening.Id
        );
        var ben = await Cast.Ben(server);
        var booking = (await ben.Book(evening)).ShouldBe(201);

        (await ben.Change(evening, booking, new { seat_section = "Stalls" })).ShouldFail(400, "seat-needed");
    }

    [Fact]
    public async Task Seats_are_booked_at_once_without_a_hold()
    {
        var server = own.Server;
        var evening = await Evening.New(server, places: 4);
        var seats = await evening.Seat(4);
        var (ben, eve) = (await Cast.Ben(server), await Cast.Eve(server));

        var order = (await ben.BookSeats(evening, seats[2], seats[1])).ShouldBe(201);

        order["total_tickets"].GetInt32().ShouldBe(2);
        order["tickets"]
            .EnumerateArray()
            .Select(ticket => ticket.GetProperty("seat").GetString())
            .ShouldBe(["3", "2"]);
        (await eve.BookSeats(evening, seats[1])).ShouldFail(409, "seat-taken");
        (await eve.Book(evening)).ShouldFail(400, "seat-needed");
        (await eve.BookSeats(evening, seats[0], seats[0])).ShouldFail(400, "seat-twice");
        await ShouldBeInvalid(new { seat_ids = (long[])[seats[0]], total_tickets = 2 });
        await ShouldBeInvalid(new { seat_ids = Enumerable.Range(1, 101) });
        (await eve.BookSeats(evening, seats[0])).ShouldBe(201);
        (await ben.Cancel(evening, order)).ShouldBe(200);
        (await eve.BookSeats(evening, seats[1])).ShouldBe(201);
        await server.ShouldBeSound();

        async Task ShouldBeInvalid(object request) =>
            (await eve.Post(evening.Bookings, request)).ShouldFail(400, "validation");
    }

    [Fact]
    public async Task A_seat_that_is_paid_for_is_on_the_ticket_and_one_cancelled_is_free_again()
    {
        var server = own.Server;
        var evening = await Evening.New(server, price: 10, places: 4);
        var seats = await evening.Seat(4);
        var ben = await Cast.Ben(server);
        var order = (await ben.Order((await ben.HoldSeats(evening, seats[0])).ShouldBe(201))).ShouldBe(201);

        var paid = await ben.Pay(evening, order);

        paid["tickets"][0].GetProperty("seat").GetString().ShouldBe("1");
        await server.ShouldBeSound();
        (await ben.Change(evening, order, new { total_tickets = 2 })).ShouldFail(
            409,
            "booking-not-changeable"
        );
        (await ben.Cancel(evening, order)).ShouldBe(200);
        (await (await Cast.Eve(server)).HoldSeats(evening, seats[0])).ShouldBe(201);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_seat_of_an_expired_hold_is_granted()
    {
        var server = unswept.Server;
        var evening = await Evening.New(server, places: 2);
        var seats = await evening.Seat(2);
        await server.PassDeadline(
            (await (await Cast.Ben(server)).HoldSeats(evening, seats[0])).ShouldBe(201)
        );

        (await (await Cast.Eve(server)).HoldSeats(evening, seats[0])).ShouldBe(201);

        await server.ShouldBeSound();
    }

    [Fact]
    public async Task What_is_wrong_about_seats_has_a_name()
    {
        var server = own.Server;
        var evening = await Evening.New(server, places: 3);
        var seats = await evening.Seat(3);
        var other = await Evening.Of(evening.Organiser, places: 1);
        var elsewhere = await other.Seat(1);
        var ben = await Cast.Ben(server);
        await server.Execute("UPDATE ticketing.seats SET blocked = true WHERE id = $1", seats[2]);

        (await ben.Hold(evening)).ShouldFail(400, "seat-needed");
        (await ben.HoldSeats(evening, seats[0], seats[0])).ShouldFail(400, "seat-twice");
        (await ben.HoldSeats(evening, elsewhere[0])).ShouldBe(404);
        (await ben.HoldSeats(evening, 999_999)).ShouldBe(404);
        (await ben.HoldSeats(evening, seats[2])).ShouldFail(409, "seat-taken");
        (await evening.PlacesTaken()).ShouldBe(0);
    }

    [Fact]
    public async Task A_voucher_lowers_the_price_so_often_as_it_may()
    {
        var server = own.Server;
        var evening = await Evening.New(server, price: 10);
        await evening.HasVoucher("HALF");
        var ben = await Cast.Ben(server);

        var hold = (await ben.Hold(evening, 2, voucher: "HALF")).ShouldBe(201);

        hold.Decimal("total").ShouldBe(10);
        hold.Text("voucher").ShouldBe("HALF");
        var eve = await Cast.Eve(server);
        (await eve.Hold(evening, voucher: "HALF")).ShouldFail(409, "voucher-used-up");
        (await ben.Delete($"/holds/{hold.Id}")).ShouldBe(200);
        var order = (await eve.Order((await eve.Hold(evening, voucher: "HALF")).ShouldBe(201))).ShouldBe(201);
        order.Decimal("total").ShouldBe(5);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task What_is_wrong_about_a_voucher_has_five_names()
    {
        var server = own.Server;
        var ada = await Cast.Ada(server);
        var evening = await Evening.Of(ada, sections: [("Floor", 10m, 9), ("Box", 20m, 9)]);
        var other = await Evening.Of(ada, price: 10);
        await evening.HasVoucher("LATE", validUntil: "now() - interval '1 minute'");
        await evening.HasVoucher("NONE", uses: 0);
        await evening.HasVoucher("BOXES", section: "Box");
        await other.HasVoucher("OTHER");
        var ben = await Cast.Ben(server);

        (await ben.Hold(evening, voucher: "NOPE")).ShouldFail(404, "voucher-unknown");
        (await ben.Hold(evening, voucher: "LATE")).ShouldFail(409, "voucher-expired");
        (await ben.Hold(evening, voucher: "NONE")).ShouldFail(409, "voucher-used-up");
        (await ben.Hold(evening, voucher: "BOXES")).ShouldFail(409, "voucher-of-another-section");
        (await ben.Hold(evening, voucher: "OTHER")).ShouldFail(409, "voucher-of-another-event");
        (await evening.PlacesTaken()).ShouldBe(0);
    }
}
