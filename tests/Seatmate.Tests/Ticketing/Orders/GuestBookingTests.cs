namespace Seatmate.Tests.Ticketing.Orders;

/// <summary>What a guest does with what they bought, by the rules that people with an account have.</summary>
public sealed class GuestBookingTests
{
    [Fact]
    public async Task A_free_one_is_cancelled_and_its_places_are_free_again()
    {
        var evening = await Evening.New(places: 2);
        var (gil, order) = await Guest.Orders(evening, 2);

        (await gil.Cancel(evening, order)).ShouldBe(200);

        (await gil.Cancel(evening, order)).ShouldFail(404, "not-found");
        (await gil.Sees(order, "cancelled")).TicketStatuses().ShouldBe(["cancelled", "cancelled"]);
        (await (await Cast.Eve()).Book(evening, 2)).ShouldBe(201);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task A_paid_one_is_paid_back_credited_and_mailed_and_nobody_is_noted_for_it()
    {
        var evening = await Evening.New(price: 10);
        var (gil, order) = await Guest.Buys(evening, 2);

        (await gil.Cancel(evening, order)).ShouldBe(200);

        (await gil.Cancel(evening, order)).ShouldFail(409, "booking-over");
        (await gil.Sees(order, "refunded"))["invoice_id"]
            .ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await evening.Server.Kept(order)).ShouldBe(0);
        var papers = (await gil.Get($"{evening.Bookings}/{order.Id}/invoice")).ShouldBe(200).Rows;
        papers.Select(paper => paper.GetProperty("total").GetDecimal()).ShouldBe([-20, 20]);
        papers[0].GetProperty("reason").GetString().ShouldBe("Cancelled by its buyer");
        (await Noted(evening.Server, order)).ShouldBe([0]);
        (await evening.Server.MailBody($"booking-cancelled.{order.Id}")).ShouldContain("20.00 EUR");
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task An_unpaid_one_is_let_go_and_can_no_longer_be_paid()
    {
        var evening = await Evening.New(price: 10);
        var (gil, order) = await Guest.Orders(evening);

        (await gil.Cancel(evening, order)).ShouldBe(200);

        (await gil.Choose(order, "pay")).ShouldFail(409, "payment-over");
        (await evening.PlacesTaken()).ShouldBe(0);
    }

    [Fact]
    public async Task Once_the_event_has_begun_nothing_is_given_back()
    {
        var evening = await Evening.New(price: 10);
        var (gil, order) = await Guest.Buys(evening, 2);
        await evening.Server.Execute(
            "UPDATE events.events SET starts_at = now() - interval '1 minute' WHERE id = $1",
            evening.Id
        );

        (await gil.Cancel(evening, order)).ShouldFail(409, "event-over");
        (await gil.Change(evening, order, new { total_tickets = 1 })).ShouldFail(409, "event-over");

        (await evening.Server.Kept(order)).ShouldBe(2000);
    }

    [Fact]
    public async Task Cancelled_eight_times_at_once_it_is_paid_back_once()
    {
        var evening = await Evening.New(price: 10);
        var (gil, order) = await Guest.Buys(evening, 3);

        var answers = await Race.AtOnceBefore(
            evening.Server,
            "ticketing.tickets",
            1,
            8,
            _ => gil.Cancel(evening, order)
        );

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        (await evening.Server.RefundedOf(order)).ShouldBe(3000);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task Who_is_signed_in_beside_the_token_is_not_named_and_an_admin_without_it_is()
    {
        var evening = await Evening.New();
        var (gil, first) = await Guest.Orders(evening);
        var (_, second) = await Guest.Orders(evening, email: "gwen@example.org");
        var (cleo, admin) = (await Cast.Cleo(), await Cast.Admin());

        (await cleo.Delete($"{evening.Bookings}/{first.Id}", gil.Shows)).ShouldBe(200);
        (await admin.Cancel(evening, second)).ShouldBe(200);

        (await Noted(evening.Server, first)).ShouldBe([0]);
        (await Noted(evening.Server, second)).ShouldBe([admin.Id]);
    }

    [Fact]
    public async Task Its_number_of_tickets_changes_within_the_limit_of_its_address()
    {
        var evening = await Evening.New();
        var (gil, order) = await Guest.Orders(evening, 2);
        order["changeable"].GetBoolean().ShouldBeTrue();

        var more = (await gil.Change(evening, order, new { total_tickets = 5 })).ShouldBe(200);
        more.TicketStatuses().Count(status => status == "valid").ShouldBe(5);
        (await gil.Change(evening, order, new { total_tickets = 1 })).ShouldBe(200);
        (await Guest.Orders(evening, 4)).Order.Text("status").ShouldBe("confirmed");
        (await gil.Change(evening, order, new { total_tickets = 2 })).ShouldFail(400, "too-many-tickets");

        (await evening.PlacesTaken()).ShouldBe(5);
        (await Noted(evening.Server, order)).ShouldBe([0, 0]);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task Fewer_tickets_of_a_paid_one_are_paid_back_also_when_the_address_has_an_account_by_now()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var (gil, order) = await Guest.Buys(evening, 3);
        await evening.Server.Execute(
            "UPDATE ticketing.guests SET email = $2 WHERE id = (SELECT guest_id FROM ticketing.orders WHERE id = $1)",
            order.Id,
            ben.Email
        );
        (await ben.Book(evening, 5)).ShouldBe(201);

        (await gil.Change(evening, order, new { total_tickets = 1 })).ShouldBe(200);

        (await evening.Server.RefundedOf(order)).ShouldBe(2000);
        (await gil.Sees(order, "confirmed")).Decimal("total").ShouldBe(10);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task Counted_for_an_account_that_is_gone_it_gets_smaller_but_does_not_grow()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var (gil, order) = await Guest.Orders(evening, 2, ben.Email);
        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);

        (await gil.Change(evening, order, new { total_tickets = 3 })).ShouldFail(
            409,
            "booking-not-changeable"
        );
        (await gil.Change(evening, order, new { total_tickets = 1 })).ShouldBe(200);

        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task The_invoice_is_the_guests_and_asking_for_it_again_is_the_same_request()
    {
        var evening = await Evening.New(price: 10);
        var (gil, order) = await Guest.Buys(evening);
        var invoices = $"{evening.Bookings}/{order.Id}/invoice";
        var key = ("Idempotency-Key", $"guest-{order.Id}");

        var invoice = (await gil.Post(invoices, null, key)).ShouldBe(200);

        (await gil.Post(invoices, null, key)).ShouldBe(200).Body.ShouldBe(invoice.Body);
        (await new Guest(evening.Server, "wrong").Post(invoices, null, key)).ShouldFail(
            422,
            "idempotency-key-reused"
        );
        invoice.Text("bill_to").ShouldBe("Gil Guest");
        invoice.Id.ShouldBe(order["invoice_id"].GetInt64());
        (await gil.Get($"{invoices}/{invoice.Id}"))
            .ShouldBe(200)
            .Text("number")
            .ShouldBe(invoice.Text("number"));
        (await gil.Put($"{invoices}/{invoice.Id}", new { bill_to = "Gwen" })).ShouldFail(
            401,
            "sign-in-needed"
        );
        (await gil.Delete($"{invoices}/{invoice.Id}")).ShouldFail(401, "sign-in-needed");
    }

    /// <summary>Who was noted for cancelling or changing an order, one by one; 0 for nobody.</summary>
    private static async Task<long[]> Noted(TestServer server, Answer order) =>
        await server.Ask<long[]>(
            """
            SELECT array_agg(coalesce(actor_id, 0) ORDER BY id) FROM platform.audit
            WHERE subject = $1 AND action IN ('ticketing.order_cancelled', 'ticketing.order_changed')
            """,
            $"order:{order.Id}"
        );
}
