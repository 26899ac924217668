namespace Seatmate.Tests.Payments.Webhooks;

public sealed class ReceiveWebhookTests
{
    [Fact]
    public async Task The_same_message_five_times_at_once_and_once_after_has_one_effect()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);
        var message = Webhook.Of(evening.Server, booking, "captured");

        var answers = await Race.AtOnceBefore(
            evening.Server,
            "payments.webhook_messages",
            1,
            5,
            _ => message.Deliver()
        );

        answers.ShouldAllBe(answer => answer.Status == 200);
        await ben.Sees(evening, booking, "confirmed");
        (await message.Deliver()).ShouldBe(200);
        await AllIsHandled();
        (await evening.Server.Kept(booking)).ShouldBe(2000);
        (await evening.TicketsSold()).ShouldBe(2);
        (
            await evening.Server.Ask<long>(
                "SELECT count(*) FROM payments.invoices WHERE order_id = $1",
                booking.Id
            )
        ).ShouldBe(1);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task A_webhook_and_a_click_at_the_same_moment_are_one_payment()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        var other = new Webhook(
            evening.Server,
            $$"""{"message_id":"evt_1","reference":"{{booking.Reference()}}","outcome":"captured"}"""
        );

        await Race.AtOnce(2, number => number == 0 ? other.Deliver() : ben.Choose(booking, "pay"));

        await ben.Sees(evening, booking, "confirmed");
        await AllIsHandled();
        (await evening.Server.Kept(booking)).ShouldBe(1000);
        (await evening.TicketsSold()).ShouldBe(1);
        await evening.Server.ShouldBeSound();
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("t=1,v1=00,v2=00")]
    [InlineData("t=,v1=")]
    [InlineData("t=99999999999999999999,v1=00")]
    [InlineData("t=9223372036854775807,v1=00")]
    [InlineData("t=-9223372036854775808,v1=00")]
    [InlineData("v1=00,t=1")]
    public async Task A_signature_that_is_none_is_refused(string signature)
    {
        var (evening, booking) = await Unpaid();

        await ShouldBeRefused(
            Webhook.Of(evening.Server, booking, "captured") with
            {
                Signature = signature,
            },
            booking
        );
    }

    [Fact]
    public async Task A_signature_of_another_body_is_refused()
    {
        var (evening, booking) = await Unpaid();
        var declined = Webhook.Of(evening.Server, booking, "declined");
        var captured = Webhook.Of(evening.Server, booking, "captured");

        await ShouldBeRefused(captured with { Signature = declined.TrueSignature() }, booking);
        var signature = captured.TrueSignature();
        await ShouldBeRefused(
            captured with
            {
                Signature = signature[..^1] + (signature[^1] == '0' ? '1' : '0'),
            },
            booking
        );
        await ShouldBeRefused(captured with { Body = captured.Body + " ", Signature = signature }, booking);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-6)]
    public async Task A_message_from_another_time_is_refused(int minutes)
    {
        var (evening, booking) = await Unpaid();

        await ShouldBeRefused(
            Webhook.Of(evening.Server, booking, "captured") with
            {
                Age = TimeSpan.FromMinutes(minutes),
            },
            booking
        );
    }

    [Theory]
    [InlineData("stripe")]
    [InlineData("Sandbox")]
    [InlineData("%20")]
    public async Task A_provider_that_nobody_knows_is_refused(string provider)
    {
        var (evening, booking) = await Unpaid();

        await ShouldBeRefused(
            Webhook.Of(evening.Server, booking, "captured") with
            {
                Provider = provider,
            },
            booking
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"message_id":"a","reference":"REF"}""")]
    [InlineData("""{"message_id":"a","outcome":"captured"}""")]
    [InlineData("""{"reference":"REF","outcome":"captured"}""")]
    [InlineData("""{"message_id":"a","reference":"REF","outcome":"won"}""")]
    [InlineData("""{"message_id":"a","reference":"REF","outcome":0}""")]
    [InlineData("""{"message_id":"a","reference":"REF","outcome":null}""")]
    public async Task Garbage_is_refused_even_when_it_is_signed(string body)
    {
        var (evening, booking) = await Unpaid();
        var reference = booking.Reference();

        await ShouldBeRefused(
            new Webhook(evening.Server, body.Replace("REF", reference, StringComparison.Ordinal)),
            booking
        );
    }

    [Fact]
    public async Task A_message_that_cannot_be_stored_is_refused()
    {
        var (evening, booking) = await Unpaid();
        var body = Webhook.Of(evening.Server, booking, "captured").Body;

        (
            await new Webhook(
                evening.Server,
                body.Replace("message_id\":\"", "message_id\":\"\\u0000", StringComparison.Ordinal)
            ).Deliver()
        ).ShouldFail(400, "unreadable-text");

        (await evening.Server.Kept(booking)).ShouldBe(0);
    }

    [Fact]
    public async Task A_message_of_a_payment_that_is_not_ours_is_taken_and_changes_nothing()
    {
        (await Webhook.Of(TestServer.Shared, "nobody-knows-it", "captured").Deliver()).ShouldBe(200);

        await AllIsHandled();
    }

    [Fact]
    public async Task Money_that_comes_after_a_refusal_is_taken()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        (await evening.Server.Deliver(booking, "declined")).ShouldBe(200);
        (await evening.Server.Deliver(booking, "captured")).ShouldBe(200);

        var paid = await ben.Sees(evening, booking, "confirmed");

        await AllIsHandled();
        (await evening.Server.Kept(booking)).ShouldBe(1000);
        paid["pay_url"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await OpenPayments(evening, booking)).ShouldBe(0);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task A_second_payment_of_the_same_booking_goes_back()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        (await ben.Choose(booking, "decline")).ShouldBe(200);
        var again = booking;
        await Eventually.ShouldBeTrue(
            async () =>
                (again = await ben.Look(evening, booking)).Text("pay_url") is { } url
                && url != booking.Text("pay_url"),
            "there is a second try"
        );
        await ben.Pay(evening, again);

        (await evening.Server.Deliver(booking, "captured")).ShouldBe(200);

        await Eventually.ShouldBeTrue(
            async () => await evening.Server.RefundedOf(booking) == 1000,
            "the second payment has gone back"
        );
        (await evening.Server.Kept(booking)).ShouldBe(1000);
        await ben.Sees(evening, booking, "confirmed");
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task What_was_paid_for_a_booking_that_has_changed_meanwhile_goes_back()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        var changed = (await ben.Change(evening, booking, new { total_tickets = 3 })).ShouldBe(200);

        (await evening.Server.Deliver(booking, "captured")).ShouldBe(200);

        await Eventually.ShouldBeTrue(
            async () => await evening.Server.RefundedOf(booking) == 1000,
            "the payment of the old total has gone back"
        );
        (await ben.Look(evening, booking)).Text("pay_url").ShouldBe(changed.Text("pay_url"));
        (await ben.Pay(evening, changed)).TicketNumbers().Length.ShouldBe(3);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task What_was_paid_for_a_cancelled_booking_goes_back()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        (await ben.Cancel(evening, booking)).ShouldBe(200);

        (await evening.Server.Deliver(booking, "captured")).ShouldBe(200);

        await Eventually.ShouldBeTrue(
            async () => await evening.Server.RefundedOf(booking) == 1000,
            "the payment has gone back"
        );
        (await evening.TicketsSold()).ShouldBe(0);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task What_was_paid_for_a_person_who_has_left_goes_back()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);

        (await evening.Server.Deliver(booking, "captured")).ShouldBe(200);

        await Eventually.ShouldBeTrue(
            async () => await evening.Server.RefundedOf(booking) == 1000,
            "the payment has gone back"
        );
        await evening.Server.ShouldBeSound();
    }

    private static async Task<(Evening, Answer)> Unpaid()
    {
        var evening = await Evening.New(price: 10);
        return (evening, (await (await Cast.Ben()).Book(evening)).ShouldBe(201));
    }

    private static async Task ShouldBeRefused(Webhook message, Answer booking)
    {
        (await message.Deliver()).ShouldFail(
            400,
            "bad-signature",
            "This message is not signed by a provider that is known here"
        );
        (await message.Server.Kept(booking)).ShouldBe(0);
    }

    private static Task<long> OpenPayments(Evening evening, Answer booking) =>
        evening.Server.Ask<long>(
            "SELECT count(*) FROM payments.payments WHERE order_id = $1 AND state = 'pending'",
            booking.Id
        );

    private static Task AllIsHandled() =>
        Eventually.ShouldBeTrue(
            async () =>
                await TestServer.Shared.Ask<long>(
                    "SELECT count(*) FROM payments.webhook_messages WHERE handled_at IS NULL"
                ) == 0,
            "every message is handled"
        );
}
