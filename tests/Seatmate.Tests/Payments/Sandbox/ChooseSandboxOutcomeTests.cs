using System.Net.Http.Headers;
using System.Text;

namespace Seatmate.Tests.Payments.Sandbox;

public sealed class ChooseSandboxOutcomeTests
{
    [Fact]
    public async Task The_page_shows_what_is_to_be_paid_and_where_to_return()
    {
        var evening = await Evening.New(price: 12.5m);
        var booking = (await (await Cast.Ben()).Book(evening, 2)).ShouldBe(201);

        var page = (await evening.Server.Anyone.Get($"/sandbox/payments/{booking.Reference()}")).ShouldBe(
            200
        );

        page.Decimal("amount").ShouldBe(25);
        page.Text("currency").ShouldBe("EUR");
        page.Text("description").ShouldBe("An evening of songs");
        page.Text("state").ShouldBe("pending");
        page.Text("return_url").ShouldBe($"/checkout/{booking.Text("booking_id")}");
        page["expires_at"].GetDateTimeOffset().ShouldBe(booking["expires_at"].GetDateTimeOffset());
    }

    [Fact]
    public async Task A_guest_returns_to_their_order_and_who_may_only_pay_learns_no_token()
    {
        var evening = await Evening.New(price: 12.5m);
        var hold = (await evening.Server.Anyone.Hold(evening)).ShouldBe(201);
        var order = (await evening.Server.OrderAsGuest(hold, "gil@example.org")).ShouldBe(201);

        var page = (await evening.Server.Anyone.Get($"/sandbox/payments/{order.Reference()}")).ShouldBe(200);

        page.Text("return_url").ShouldBe($"/guest/orders/{order.Id}");
        page.Body.ShouldNotContain(hold.Text("token")!);
    }

    [Fact]
    public async Task Who_pays_is_confirmed_has_tickets_and_an_invoice()
    {
        var evening = await Evening.New(price: 23, tax: 19);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);

        (await evening.Server.Anyone.Choose(booking, "pay")).ShouldBe(200).Text("state").ShouldBe("captured");

        var paid = await ben.Sees(evening, booking, "confirmed");
        paid["pay_url"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        paid.TicketStatuses().ShouldBe(["valid"]);
        paid["invoice_id"].GetInt64().ShouldBeGreaterThan(0);
        (await evening.Server.Kept(booking)).ShouldBe(2300);
        (await evening.TicketsSold()).ShouldBe(1);
        await evening.Server.ShouldBeSound();
    }

    [Theory]
    [InlineData("decline", "declined")]
    [InlineData("abandon", "abandoned")]
    public async Task Who_does_not_pay_may_try_again_until_the_deadline(string outcome, string state)
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);

        (await ben.Choose(booking, outcome)).ShouldBe(200).Text("state").ShouldBe(state);

        var again = booking;
        await Eventually.ShouldBeTrue(
            async () =>
            {
                again = (await ben.Look(evening, booking)).ShouldBe(200);
                return again.Text("pay_url") is { } url && url != booking.Text("pay_url");
            },
            "there is a fresh address to pay at"
        );
        again.Text("status").ShouldBe("awaiting_payment");
        again["expires_at"].GetDateTimeOffset().ShouldBe(booking["expires_at"].GetDateTimeOffset());
        (await ben.Choose(booking, "pay")).ShouldFail(
            409,
            "payment-over",
            "This payment has been decided already"
        );
        (await ben.Pay(evening, again)).Text("status").ShouldBe("confirmed");
        (await evening.Server.Kept(booking)).ShouldBe(1000);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task What_was_paid_stays_paid_whatever_is_chosen_later()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        await ben.Pay(evening, booking);

        (await ben.Choose(booking, "pay")).ShouldBe(200).Text("state").ShouldBe("captured");
        (await ben.Choose(booking, "decline")).ShouldFail(409, "payment-over");
        (await ben.Choose(booking, "abandon")).ShouldFail(409, "payment-over");

        await ben.Sees(evening, booking, "confirmed");
        (await evening.Server.Kept(booking)).ShouldBe(1000);
    }

    [Fact]
    public async Task Four_clicks_at_once_charge_once()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);

        var answers = await Race.AtOnceBefore(
            evening.Server,
            "payments.webhook_messages",
            1,
            4,
            _ => ben.Choose(booking, "pay")
        );

        answers.ShouldAllBe(answer => answer.Status == 200);
        await ben.Sees(evening, booking, "confirmed");
        (await Captures(evening, booking)).ShouldBe(1);
        (await evening.Server.Kept(booking)).ShouldBe(2000);
        (await evening.TicketsSold()).ShouldBe(2);
    }

    [Fact]
    public async Task Paid_and_declined_at_once_it_ends_as_one_of_the_two()
    {
        var evening = await Evening.New(price: 10, perPerson: 20);
        var ben = await Cast.Ben();
        for (var round = 0; round < 6; round++)
        {
            var booking = (await ben.Book(evening)).ShouldBe(201);

            var answers = await Race.AtOnce(
                2,
                number => ben.Choose(booking, number == round % 2 ? "pay" : "decline")
            );

            answers.ShouldContain(answer => answer.Status == 200);
            answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 409);
        }
        await evening.Server.ShouldBeSound();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"outcome":null}""")]
    [InlineData("""{"outcome":"steal"}""")]
    [InlineData("""{"outcome":0}""")]
    [InlineData("""{"outcome":""}""")]
    public async Task An_outcome_that_is_none_is_refused(string body)
    {
        var evening = await Evening.New(price: 10);
        var booking = (await (await Cast.Ben()).Book(evening)).ShouldBe(201);
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        (
            await evening.Server.Anyone.Send(
                HttpMethod.Post,
                $"/sandbox/payments/{booking.Reference()}",
                content
            )
        ).ShouldBeInvalid("outcome");
    }

    [Fact]
    public async Task A_reference_that_was_never_given_opens_nothing()
    {
        var anyone = TestServer.Shared.Anyone;

        (await anyone.Get("/sandbox/payments/0123")).ShouldFail(404, "not-found", "There is no such payment");
        (await anyone.Post("/sandbox/payments/0123", new { outcome = "pay" })).ShouldFail(404, "not-found");
    }

    private static Task<long> Captures(Evening evening, Answer booking) =>
        evening.Server.Ask<long>(
            "SELECT count(*) FROM payments.postings WHERE order_id = $1 AND cause = 'capture' AND account = 'provider'",
            booking.Id
        );
}
