namespace Seatmate.Tests.Payments.Webhooks;

/// <summary>Money and the deadline meet. The sweeper is off, so that each test decides when it comes.</summary>
public sealed class LatePaymentTests : IAsyncLifetime
{
    private TestServer server = null!;

    public async ValueTask InitializeAsync() => server = await TestServer.StartAsync(add: Sweeper.IsOff);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Of_a_lapsed_booking_whose_places_are_there_it_is_served()
    {
        var evening = await Evening.New(server, price: 10, places: 2);
        var ben = await Cast.Ben(server);
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);
        await server.PassDeadline(booking);
        await server.Sweep();
        (await evening.PlacesTaken()).ShouldBe(0);

        (await server.Deliver(booking, "captured")).ShouldBe(200);

        (await ben.Sees(evening, booking, "confirmed")).TicketStatuses().ShouldBe(["valid", "valid"]);
        (await server.Kept(booking)).ShouldBe(2000);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_guest_with_the_address_of_an_account_gets_their_places_too()
    {
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var hold = (await server.Anyone.Hold(evening, 2)).ShouldBe(201);
        var order = (await server.OrderAsGuest(hold, ben.Email)).ShouldBe(201);
        await server.PassDeadline(order);
        await server.Sweep();

        (await server.Deliver(order, "captured")).ShouldBe(200);

        await server.ShouldComeToRest();
        (await server.Anyone.Get($"/orders/{order.Id}", hold.AsGuest())).Text("status").ShouldBe("confirmed");
        (await ben.Book(evening, 4)).ShouldFail(400, "too-many-tickets");
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_guest_who_pays_late_is_mailed_a_link_that_works_and_an_invoice_to_pass_on()
    {
        var evening = await Evening.New(server, price: 10);
        var (gil, order) = await Guest.Orders(evening);
        await server.PassDeadline(order);
        await server.Sweep();
        await gil.Sees(order, "expired");

        (await server.Deliver(order, "captured")).ShouldBe(200);

        var seen = await gil.Sees(order, "confirmed");
        (await server.MailBody($"tickets.{order.Id}")).ShouldContain(
            new Uri(server.Settings.PublicUrl, $"/guest/orders/{order.Id}#{gil.Shows.Value}").ToString()
        );
        (await server.MailBody($"invoice.{seen["invoice_id"]}")).ShouldNotContain(gil.Shows.Value);
    }

    [Fact]
    public async Task Of_a_lapsed_booking_whose_places_are_gone_it_goes_back()
    {
        var evening = await Evening.New(server, price: 10, places: 2);
        var (ben, eve) = (await Cast.Ben(server), await Cast.Eve(server));
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);
        await server.PassDeadline(booking);
        (await eve.Book(evening)).ShouldBe(201);

        (await server.Deliver(booking, "captured")).ShouldBe(200);

        await Eventually.ShouldBeTrue(
            async () => await server.RefundedOf(booking) == 2000,
            "the late payment has gone back"
        );
        (await server.Kept(booking)).ShouldBe(0);
        await ben.Sees(evening, booking, "expired");
        (await evening.TicketsSold()).ShouldBe(0);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Of_a_lapsed_booking_of_an_event_that_is_over_it_goes_back()
    {
        var (evening, _, booking) = await LapsedOf(endsInHours: -1);

        await ShouldGoBack(evening, booking);
    }

    [Fact]
    public async Task Of_a_lapsed_booking_of_an_event_that_goes_on_it_is_served()
    {
        var (evening, ben, booking) = await LapsedOf(endsInHours: 1);

        (await server.Deliver(booking, "captured")).ShouldBe(200);

        await ben.Sees(evening, booking, "confirmed");
        await server.ShouldBeSound();
    }

    [Theory]
    [InlineData("NULL", "now() - interval '1 second'")]
    [InlineData("now() + interval '1 minute'", "NULL")]
    public async Task Of_a_lapsed_booking_outside_of_the_sale_it_goes_back(string from, string until)
    {
        var (evening, _, booking) = await LapsedOf(endsInHours: 1);
        await evening.Sells(from, until);

        await ShouldGoBack(evening, booking);
    }

    [Fact]
    public async Task Of_a_booking_in_time_it_is_served_also_when_the_sale_has_ended()
    {
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var booking = (await ben.Book(evening)).ShouldBe(201);
        await evening.Sells(until: "now()");

        (await server.Deliver(booking, "captured")).ShouldBe(200);

        await ben.Sees(evening, booking, "confirmed");
    }

    [Fact]
    public async Task Of_a_person_who_has_booked_anew_meanwhile_the_limit_holds()
    {
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var late = (await ben.Book(evening, 4)).ShouldBe(201);
        await server.PassDeadline(late);
        (await ben.Book(evening, 2)).ShouldBe(201);

        (await server.Deliver(late, "captured")).ShouldBe(200);

        await Eventually.ShouldBeTrue(
            async () => await server.RefundedOf(late) == 4000,
            "the late payment has gone back"
        );
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Who_paid_twice_and_cancels_before_that_is_noticed_gets_both_back()
    {
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var first = (await ben.Book(evening)).ShouldBe(201);
        (await ben.Choose(first, "decline")).ShouldBe(200);
        var second = first;
        await Eventually.ShouldBeTrue(
            async () =>
                (second = await ben.Look(evening, first)).Text("pay_url") is { } url
                && url != first.Text("pay_url"),
            "there is a fresh address to pay at"
        );
        await ben.Pay(evening, second);
        await server.ShouldComeToRest();
        await server.Withhold("ConfirmOrderOnPaymentCaptured");
        (await server.Deliver(first, "captured")).ShouldBe(200);
        await Eventually.ShouldBeTrue(
            async () => await server.Kept(first) == 2000,
            "the first is in the books"
        );

        (await ben.Cancel(evening, first)).ShouldBe(200);
        await server.LetKnow();

        await server.ShouldComeToRest();
        (await server.Kept(first)).ShouldBe(0);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task When_payment_sweeper_and_a_new_buyer_meet_exactly_one_has_the_place()
    {
        for (var round = 0; round < 12; round++)
        {
            var evening = await Evening.New(server, price: 10, places: 1);
            var (ben, eve) = (await Cast.Ben(server), await Cast.Eve(server));
            var booking = (await ben.Book(evening)).ShouldBe(201);
            await server.PassDeadline(booking);

            Func<Task<Answer>>[] acts =
            [
                () => server.Deliver(booking, "captured"),
                () => eve.Book(evening),
                async () =>
                {
                    await server.Sweep();
                    return booking;
                },
            ];
            var answers = await Race.AtOnce(3, number => acts[(number + round) % 3]());
            var eves = answers[(4 - round % 3) % 3];

            await server.ShouldComeToRest();
            var status = (await ben.Get($"/bookings/{booking.Text("booking_id")}")).Text("status");
            if (eves.Status == 201)
            {
                status.ShouldBe("expired");
                (await server.Kept(booking)).ShouldBe(0);
            }
            else
            {
                eves.ShouldFail(409, "section-sold-out");
                status.ShouldBe("confirmed");
                (await server.Kept(booking)).ShouldBe(1000);
            }
            (await evening.PlacesTaken()).ShouldBe(1);
        }
        await server.ShouldBeSound();
        server.Errors.Lines.ShouldBeEmpty();
    }

    /// <summary>What is paid now for these two tickets.</summary>
    private async Task ShouldGoBack(Evening evening, Answer booking)
    {
        (await server.Deliver(booking, "captured")).ShouldBe(200);

        await server.ShouldComeToRest();
        (await server.RefundedOf(booking)).ShouldBe(2000);
        (await evening.TicketsSold()).ShouldBe(0);
        await server.ShouldBeSound();
    }

    /// <summary>Two tickets of an event that began three hours ago, whose booking has ended.</summary>
    private async Task<(Evening, Person, Answer)> LapsedOf(int endsInHours)
    {
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);
        await server.PassDeadline(booking);
        await server.Sweep();
        await server.Execute(
            """
            UPDATE events.events
            SET starts_at = now() - interval '3 hours', ends_at = now() + make_interval(hours => $2)
            WHERE id = $1
            """,
            evening.Id,
            endsInHours
        );
        return (evening, ben, booking);
    }
}
