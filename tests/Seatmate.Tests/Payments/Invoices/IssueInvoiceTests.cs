using Npgsql;

namespace Seatmate.Tests.Payments.Invoices;

public sealed class IssueInvoiceTests
{
    [Fact]
    public async Task A_payment_is_invoiced_with_its_tax_once()
    {
        var evening = await Evening.New(price: 23, tax: 19);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening);

        var invoice = (await ben.Post(Path(evening, booking))).ShouldBe(200);

        invoice.Text("kind").ShouldBe("invoice");
        invoice.Text("number").ShouldBe($"{TimeProvider.System.GetUtcNow().Year}-000001");
        invoice.Text("bill_to").ShouldBe(ben.Name);
        invoice.Text("seller").ShouldBe(evening.Organiser.Name);
        invoice["event_id"].GetInt64().ShouldBe(evening.Id);
        invoice["attending_id"].GetInt64().ShouldBe(booking.Id);
        (invoice.Decimal("net"), invoice.Decimal("tax"), invoice.Decimal("total")).ShouldBe(
            (19.33m, 3.67m, 23m)
        );
        invoice["lines"].GetArrayLength().ShouldBe(1);
        (await ben.Get(Path(evening, booking))).ShouldBe(200).Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Asked_for_before_the_payment_it_is_made_once_and_stays_the_same()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);

        var answers = await Race.AtOnce(5, _ => ben.Post(Path(evening, booking), new { total = 0.01 }));

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Count(answer => answer.Status == 200).ShouldBe(4);
        answers.Select(answer => answer.Id).Distinct().Count().ShouldBe(1);
        answers[0].Decimal("total").ShouldBe(10);
        var made = answers.Single(answer => answer.Status == 201);
        made.Header("Location").ShouldBe($"{Path(evening, booking)}/{made.Id}");
        (await ben.Pay(evening, booking))["invoice_id"].GetInt64().ShouldBe(made.Id);
    }

    [Fact]
    public async Task Of_what_is_over_there_is_none()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var cancelled = (await ben.Book(evening)).ShouldBe(201);
        (await ben.Cancel(evening, cancelled)).ShouldBe(200);

        (await ben.Post(Path(evening, cancelled))).ShouldFail(
            409,
            "booking-over",
            "This booking is no longer standing"
        );
    }

    [Fact]
    public async Task Asked_for_while_the_booking_is_being_cancelled_none_is_left_standing()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        await using var gate = await Gate.Before(evening.Server, "payments.payments");
        var cancelling = ben.Cancel(evening, booking);
        await gate.ShouldHaveWaiting(1);

        var asking = ben.Post(Path(evening, booking));
        await Task.WhenAny(asking, Task.Delay(TimeSpan.FromMilliseconds(300)));
        await gate.Open();

        (await cancelling).ShouldBe(200);
        (await asking).Status.ShouldBeOneOf(201, 409);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task The_payee_the_organiser_and_an_admin_see_it_and_nobody_else()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening);
        var invoice = (await ben.Post(Path(evening, booking))).ShouldBe(200);
        var path = $"{Path(evening, booking)}/{invoice.Id}";

        foreach (var who in new[] { ben, evening.Organiser, await Cast.Admin() })
        {
            (await who.Get(path)).ShouldBe(200).Body.ShouldBe(invoice.Body);
            (await who.Get(Path(evening, booking))).ShouldBe(200).Rows.Count.ShouldBe(1);
        }
        var cleo = await Cast.Cleo();
        foreach (var answer in new[] { await cleo.Get(path), await cleo.Post(Path(evening, booking)) })
            answer.ShouldFail(404, "not-found", $"Booking with id {booking.Id} not found");
    }

    [Fact]
    public async Task An_invoice_is_found_under_its_own_booking_and_event_only()
    {
        var ada = await Cast.Ada();
        var (evening, other) = (await Evening.Of(ada, price: 10), await Evening.Of(ada, price: 10));
        var (booking, another) = (await ada.Buy(evening), await ada.Buy(evening));
        var invoice = (await ada.Post(Path(evening, booking))).ShouldBe(200);

        (await ada.Get($"{Path(evening, another)}/{invoice.Id}")).ShouldFail(
            404,
            "not-found",
            $"Invoice with id {invoice.Id} not found"
        );
        (await ada.Get($"{Path(other, booking)}/{invoice.Id}")).ShouldFail(
            404,
            "not-found",
            $"Booking with id {booking.Id} not found"
        );
    }

    [Fact]
    public async Task Numbers_have_no_gap_even_when_transactions_are_undone()
    {
        await using var server = await TestServer.StartAsync();
        var evening = await Evening.New(server, price: 10, perPerson: 20);
        var crowd = await Cast.Crowd(60, server);
        var bookings = await Race.AtOnce(60, number => crowd[number].Book(evening));
        await server.Execute(
            """
            CREATE FUNCTION payments.fail_now_and_then() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.order_id % 3 = 0 THEN RAISE EXCEPTION 'undone on purpose'; END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER fails AFTER INSERT ON payments.invoices
                FOR EACH ROW EXECUTE FUNCTION payments.fail_now_and_then();
            """
        );

        var answers = await Race.AtOnce(60, number => crowd[number].Post(Path(evening, bookings[number])));

        answers.Count(answer => answer.Status == 201).ShouldBe(40);
        answers.Count(answer => answer.Status == 500).ShouldBe(20);
        answers
            .Where(answer => answer.Status == 201)
            .Select(answer => answer.Text("number"))
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                Enumerable
                    .Range(1, 40)
                    .Select(number => $"{TimeProvider.System.GetUtcNow().Year}-{number:D6}")
            );
        await server.ShouldBeSound();
    }

    [Theory]
    [InlineData("UPDATE payments.invoices SET total_minor = 1, net_minor = 1, tax_minor = 0")]
    [InlineData("UPDATE payments.invoices SET bill_to = 'Somebody else'")]
    [InlineData("UPDATE payments.invoices SET bill_to = 'A person who left Seatmate', lines = '[]'")]
    [InlineData("DELETE FROM payments.invoices")]
    public async Task The_database_itself_changes_and_drops_no_invoice(string sql)
    {
        var evening = await Evening.New(price: 10);
        var booking = await (await Cast.Ben()).Buy(evening);

        var refusal = await Should.ThrowAsync<PostgresException>(() =>
            evening.Server.Execute($"{sql} WHERE order_id = $1", booking.Id)
        );

        refusal.ConstraintName.ShouldBe("invoices_are_immutable");
    }

    [Theory]
    [InlineData("UPDATE payments.postings SET amount_minor = 1")]
    [InlineData("DELETE FROM payments.postings")]
    public async Task The_database_itself_changes_and_drops_no_posting(string sql)
    {
        var evening = await Evening.New(price: 10);
        var booking = await (await Cast.Ben()).Buy(evening);

        var refusal = await Should.ThrowAsync<PostgresException>(() =>
            evening.Server.Execute($"{sql} WHERE order_id = $1", booking.Id)
        );

        refusal.ConstraintName.ShouldBe("postings_are_append_only");
    }

    [Fact]
    public async Task A_currency_without_cents_is_invoiced_without_cents()
    {
        var evening = await Evening.Of(await Cast.Ada(), price: 1500, tax: 10, currency: "JPY");
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening, 2);

        var invoice = (await ben.Post(Path(evening, booking))).ShouldBe(200);

        invoice["total"].GetRawText().ShouldBe("3000");
        invoice["net"].GetRawText().ShouldBe("2727");
        invoice["tax"].GetRawText().ShouldBe("273");
    }

    private static string Path(Evening evening, Answer booking) => $"{evening.Bookings}/{booking.Id}/invoice";
}
