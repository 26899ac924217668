namespace Seatmate.Tests.Ticketing.Orders;

public sealed class PlaceOrderTests(OwnServer own, UnsweptServer unswept)
    : IClassFixture<OwnServer>,
        IClassFixture<UnsweptServer>
{
    [Fact]
    public async Task A_free_hold_becomes_a_confirmed_order_with_its_tickets()
    {
        var server = own.Server;
        var evening = await Evening.Of(await Cast.Ada(server), sections: [("Floor", 0, 5), ("Box", 0, 5)]);
        var ben = await Cast.Ben(server);
        var hold = (
            await ben.HoldLines(
                evening,
                null,
                new { section = "Floor", quantity = 2 },
                new { section = "Box" }
            )
        ).ShouldBe(201);

        var order = (await ben.Order(hold)).ShouldBe(201);

        order.Header("Location").ShouldBe($"/orders/{order.Id}");
        order.Text("status").ShouldBe("confirmed");
        order.Text("seat_section").ShouldBe("Floor, Box");
        order["changeable"].GetBoolean().ShouldBeFalse();
        order["tickets"]
            .EnumerateArray()
            .Select(ticket => ticket.GetProperty("section").GetString())
            .ShouldBe(["Floor", "Floor", "Box"]);
        (await ben.Get($"/orders/{order.Id}")).ShouldBe(200).TicketNumbers().ShouldBe(order.TicketNumbers());
        (await ben.Get($"/holds/{hold.Id}")).ShouldBe(200).Text("status").ShouldBe("ordered");
        (await ben.Get(evening.Bookings)).ShouldBe(200).Rows.Count.ShouldBe(1);
        (await ben.Change(evening, order, new { total_tickets = 2 })).ShouldFail(
            409,
            "booking-not-changeable"
        );
        await server.ShouldBeSound();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("HALF", false)]
    public async Task What_a_voucher_lowered_is_not_changed_and_says_so(string? voucher, bool changeable)
    {
        var evening = await Evening.New(own.Server);
        await evening.HasVoucher("HALF");
        var ben = await Cast.Ben(own.Server);
        var hold = (await ben.Hold(evening, voucher: voucher)).ShouldBe(201);

        var order = (await ben.Order(hold)).ShouldBe(201);

        order["changeable"].GetBoolean().ShouldBe(changeable);
        (await ben.Get($"/orders/{order.Id}"))["changeable"].GetBoolean().ShouldBe(changeable);
        (await ben.Change(evening, order, new { total_tickets = 2 })).Status.ShouldBe(changeable ? 200 : 409);
    }

    [Fact]
    public async Task One_with_a_price_is_paid_and_gets_its_tickets_and_invoice()
    {
        var server = own.Server;
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var order = (await ben.Order((await ben.Hold(evening, 2)).ShouldBe(201))).ShouldBe(201);
        order.Text("status").ShouldBe("awaiting_payment");

        var paid = await ben.Pay(evening, order);

        paid.TicketNumbers().Length.ShouldBe(2);
        paid["invoice_id"].GetInt64().ShouldBeGreaterThan(0);
        await server.ShouldComeToRest();
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Ordering_twice_is_one_order_and_shows_it_again()
    {
        var server = own.Server;
        var evening = await Evening.New(server);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        var first = (await ben.Order(hold)).ShouldBe(201);

        var second = (await ben.Order(hold)).ShouldBe(200);

        second.TicketNumbers().ShouldBe(first.TicketNumbers());
        (await evening.TicketsSold()).ShouldBe(1);
    }

    [Fact]
    public async Task In_time_the_price_that_was_shown_is_honoured()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        await evening.Reprice(20);

        (await ben.Order(hold)).ShouldBe(201).Decimal("total").ShouldBe(10);
    }

    [Fact]
    public async Task Too_late_but_still_there_at_the_same_price_is_ordered()
    {
        var server = unswept.Server;
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening, 2)).ShouldBe(201);
        await server.PassDeadline(hold);

        (await ben.Order(hold)).ShouldBe(201).Decimal("total").ShouldBe(20);

        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Too_late_at_another_price_is_held_again_and_asked()
    {
        var server = unswept.Server;
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        await evening.Reprice(20);
        await server.PassDeadline(hold);

        var asked = (await ben.Order(hold)).ShouldFail(409, "price-changed");

        asked["current"].GetProperty("total").GetDecimal().ShouldBe(20);
        (await evening.TicketsSold()).ShouldBe(0);
        (await ben.Order(hold)).ShouldBe(201).Decimal("total").ShouldBe(20);
        await server.ShouldBeSound();
    }

    [Theory]
    [InlineData("Left", "Right")]
    [InlineData("Right", "Left")]
    public async Task Too_late_with_a_voucher_of_one_section_is_ordered_in_whatever_order(
        string first,
        string second
    )
    {
        var server = unswept.Server;
        var evening = await Evening.Of(await Cast.Ada(server), sections: [("Left", 10, 5), ("Right", 10, 5)]);
        var voucher = new
        {
            code = "RIGHT",
            uses = 9,
            percent_off = 50,
            section = "Right",
        };
        (await evening.Organiser.Post($"/events/{evening.Id}/vouchers", voucher)).ShouldBe(201);
        var ben = await Cast.Ben(server);
        var lines = new[] { first, second }.Select(section => new { section, quantity = 1 }).ToArray();
        var hold = (await ben.HoldLines(evening, "RIGHT", lines[0], lines[1])).ShouldBe(201);
        await server.PassDeadline(hold);

        (await ben.Order(hold)).ShouldBe(201).Decimal("total").ShouldBe(15);

        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Too_late_in_a_section_with_another_name_now_keeps_its_section()
    {
        var server = unswept.Server;
        var ada = await Cast.Ada(server);
        var evening = await Evening.Of(ada, sections: [("Left", 10, 5), ("Right", 10, 5)]);
        var ben = await Cast.Ben(server);
        var left = new { section = "Left", quantity = 1 };
        var hold = (await ben.HoldLines(evening, null, left)).ShouldBe(201);
        var sections = (await ada.Get($"/events/{evening.Id}"))["sections"];
        var ids = sections.EnumerateArray().Select(section => section.GetProperty("id").GetInt64()).ToArray();
        foreach (var (name, other) in new[] { ("Centre", "Right"), ("Centre", "Left") })
            (
                await ada.Patch(
                    $"/events/{evening.Id}",
                    new { sections = new[] { Place(ids[0], name), Place(ids[1], other) } }
                )
            ).ShouldBe(200);
        await server.PassDeadline(hold);

        (await ben.Order(hold)).ShouldBe(201).Text("seat_section").ShouldBe("Centre");

        await server.ShouldBeSound();
    }

    private static object Place(long id, string name) =>
        new
        {
            id,
            name,
            price = 10,
            capacity = 5,
        };

    [Fact]
    public async Task Of_two_lapsed_lines_and_one_place_one_line_is_left_and_asked_about()
    {
        var server = unswept.Server;
        var evening = await Evening.New(server, places: 2);
        var ben = await Cast.Ben(server);
        var line = new { section = Evening.Floor, quantity = 1 };
        var hold = (await ben.HoldLines(evening, null, line, line)).ShouldBe(201);
        await server.PassDeadline(hold);
        (await (await Cast.Eve(server)).Book(evening)).ShouldBe(201);

        var asked = (await ben.Order(hold)).ShouldFail(409, "hold-changed");

        asked["current"].GetProperty("lines").GetArrayLength().ShouldBe(1);
        (await evening.TicketsSold()).ShouldBe(1);
        (await ben.Order(hold)).ShouldBe(201)["total_tickets"].GetInt32().ShouldBe(1);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Too_late_and_gone_is_said()
    {
        var server = unswept.Server;
        var evening = await Evening.New(server, places: 1);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        await server.PassDeadline(hold);
        (await (await Cast.Eve(server)).Book(evening)).ShouldBe(201);

        (await ben.Order(hold)).ShouldFail(409, "section-sold-out");

        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_guest_orders_with_name_and_address_and_sees_it_by_the_token()
    {
        var server = own.Server;
        var evening = await Evening.New(server);
        var hold = (await server.Anyone.Hold(evening, 2)).ShouldBe(201);

        (await server.Anyone.Post("/orders", new { hold_id = hold.Id }, hold.AsGuest())).ShouldBeInvalid(
            "email"
        );
        var order = (await server.OrderAsGuest(hold, "Gil@Example.org")).ShouldBe(201);

        order.Text("guest_name").ShouldBe("Gil Guest");
        order.TicketNumbers().Length.ShouldBe(2);
        (await server.Anyone.Get($"/orders/{order.Id}", hold.AsGuest())).ShouldBe(200);
        (await server.Anyone.Get($"/orders/{order.Id}")).ShouldBe(404);
        (await (await Cast.Cleo(server)).Get($"/orders/{order.Id}")).ShouldBe(404);
        await server.ShouldComeToRest();
        (
            await server.Ask<long>(
                "SELECT count(*) FROM notifications.mails WHERE to_address = 'gil@example.org'"
            )
        ).ShouldBe(1);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task An_address_with_letters_that_others_lower_otherwise_is_one_guests()
    {
        var server = own.Server;
        var evening = await Evening.New(server, price: 10);
        async Task<Answer> Buy(int tickets) =>
            await server.OrderAsGuest(
                (await server.Anyone.Hold(evening, tickets)).ShouldBe(201),
                "İa.ẞ@example.org"
            );

        (await Buy(3)).ShouldBe(201);
        (await Buy(2)).ShouldBe(201);
        (await Buy(1)).ShouldFail(400, "too-many-tickets");
    }

    [Fact]
    public async Task Whose_the_hold_is_not_learns_nothing_and_leaves_nothing()
    {
        var server = own.Server;
        var hold = (await (await Cast.Ben(server)).Hold(await Evening.New(server))).ShouldBe(201);
        Task<Answer> Order(long id, string? email) =>
            server.Anyone.Post(
                "/orders",
                new
                {
                    hold_id = id,
                    name = "Gil Guest",
                    email,
                }
            );

        (await Order(hold.Id, "nobody-yet@example.org")).ShouldBe(404);
        (await Order(999_999_999, "nobody-yet@example.org")).ShouldBe(404);
        (await Order(hold.Id, null)).ShouldBeInvalid("email");
        (await Order(999_999_999, null)).ShouldBeInvalid("email");

        const string guests = "SELECT count(*) FROM ticketing.guests WHERE email = $1";
        (await server.Ask<long>(guests, "nobody-yet@example.org")).ShouldBe(0);
    }

    [Fact]
    public async Task Who_signs_in_at_the_checkout_orders_what_they_held_as_a_guest()
    {
        var server = own.Server;
        var evening = await Evening.New(server);
        var hold = (await server.Anyone.Hold(evening, 2)).ShouldBe(201);
        var ben = await Cast.Ben(server);

        (await ben.Order(hold)).ShouldBe(404);
        var order = (await ben.Post("/orders", new { hold_id = hold.Id }, hold.AsGuest())).ShouldBe(201);

        order["user"].GetProperty("id").GetInt64().ShouldBe(ben.Id);
        (await ben.Get(evening.Bookings)).ShouldBe(200).Rows.Count.ShouldBe(1);
        (await ben.Book(evening, 4)).ShouldFail(400, "too-many-tickets");
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task An_address_gets_no_more_than_a_person_may_have()
    {
        var server = own.Server;
        var evening = await Evening.New(server, price: 10);
        async Task<Answer> Buy(int tickets, string email) =>
            await server.OrderAsGuest((await server.Anyone.Hold(evening, tickets)).ShouldBe(201), email);

        (await Buy(3, "gil@example.org")).ShouldBe(201);
        (await Buy(3, "GIL@example.org")).ShouldFail(400, "too-many-tickets");
        (await Buy(2, "gil@example.org")).ShouldBe(201);

        var ben = await Cast.Ben(server);
        (await ben.Book(evening, 4)).ShouldBe(201);
        (await Buy(2, ben.Email)).ShouldFail(400, "too-many-tickets");
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Too_late_and_too_many_takes_nothing()
    {
        var server = own.Server;
        var evening = await Evening.New(server);
        var before = (await server.Anyone.Hold(evening, 4)).ShouldBe(201);
        (await server.OrderAsGuest(before, "gwen@example.org")).ShouldBe(201);
        var hold = (await server.Anyone.Hold(evening, 2)).ShouldBe(201);
        await server.PassDeadline(hold);
        await server.Sweep();

        (
            await server.Anyone.Post(
                "/orders",
                new
                {
                    hold_id = hold.Id,
                    name = "Gwen Guest",
                    email = "gwen@example.org",
                },
                hold.AsGuest(),
                ("Idempotency-Key", $"late-{hold.Id}")
            )
        ).ShouldFail(400, "too-many-tickets");

        (await evening.PlacesTaken()).ShouldBe(4);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_limit_that_was_raised_is_raised_for_guests_too()
    {
        var server = own.Server;
        var evening = await Evening.New(server, perPerson: 2);
        async Task<Answer> Buy(int tickets) =>
            await server.OrderAsGuest(
                (await server.Anyone.Hold(evening, tickets)).ShouldBe(201),
                "gus@example.org"
            );
        (await Buy(2)).ShouldBe(201);

        (await evening.Organiser.Patch($"/events/{evening.Id}", new { max_tickets_per_user = 4 })).ShouldBe(
            200
        );

        (await Buy(2)).ShouldBe(201);
        (await Buy(1)).ShouldFail(400, "too-many-tickets");
        await server.ShouldBeSound();
    }
}
