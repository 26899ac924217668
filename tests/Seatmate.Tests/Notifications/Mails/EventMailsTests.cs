namespace Seatmate.Tests.Notifications.Mails;

public sealed class EventMailsTests
{
    [Fact]
    public async Task Who_has_tickets_is_told_of_a_new_time_in_their_language_once_and_others_are_not()
    {
        var evening = await Evening.New();
        var (ben, eve, cleo) = (await Cast.Ben(), await Cast.Eve(), await Cast.Cleo());
        (await ben.Patch($"/user/{ben.Id}", new { language = "de" })).ShouldBe(200);
        for (var booking = 0; booking < 2; booking++)
            (await ben.Book(evening)).ShouldBe(201);
        (await eve.Book(evening)).ShouldBe(201);
        var over = (await cleo.Book(evening)).ShouldBe(201);
        (await cleo.Delete($"{evening.Bookings}/{over.Id}")).ShouldBe(200);

        (
            await evening.Organiser.Patch($"/events/{evening.Id}", new { date = "2031-05-02T19:30:00Z" })
        ).ShouldBe(200);

        (await MailTo(ben, "event-moved")).ShouldContain("Freitag, 2. Mai 2031, 19:30 Uhr (UTC)");
        (await MailTo(eve, "event-moved")).ShouldContain("Friday, 2 May 2031, 19:30 (UTC)");
        await evening.Server.Settled();
        (await Count(ben, "event-moved")).ShouldBe(1);
        (await Count(cleo, "event-moved")).ShouldBe(0);
    }

    [Fact]
    public async Task Who_bought_as_a_guest_before_they_booked_signed_in_is_told_once_as_themselves()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var hold = (await evening.Server.Anyone.Hold(evening)).ShouldBe(201);
        (await evening.Server.OrderAsGuest(hold, ben.Email.ToUpperInvariant())).ShouldBe(201);
        (await ben.Book(evening)).ShouldBe(201);

        (
            await evening.Organiser.Patch($"/events/{evening.Id}", new { date = "2031-05-02T19:30:00Z" })
        ).ShouldBe(200);

        await MailTo(ben, "event-moved");
        await evening.Server.Settled();
        (
            await evening.Server.Ask<long>(
                "SELECT count(*) FROM notifications.mails WHERE lower(to_address) = $1 AND kind = 'event-moved'",
                ben.Email
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task A_new_place_is_told_and_a_new_description_is_not()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        (await ben.Book(evening)).ShouldBe(201);
        var address = $"/events/{evening.Id}";

        (await evening.Organiser.Patch(address, new { description = "Bring a coat." })).ShouldBe(200);
        (await evening.Organiser.Patch(address, new { location = "The other hall" })).ShouldBe(200);

        (await MailTo(ben, "event-changed")).ShouldContain("The other hall");
        await evening.Server.Settled();
        (await Count(ben, "event-changed")).ShouldBe(1);
        (await Count(ben, "event-moved")).ShouldBe(0);
    }

    [Fact]
    public async Task Who_gives_their_tickets_back_is_told_and_what_comes_back()
    {
        var evening = await Evening.New(price: 12.5m);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening, 2);

        (await ben.Delete($"{evening.Bookings}/{booking.Id}")).ShouldBe(200);

        var mail = await MailTo(ben, "booking-cancelled");
        mail.ShouldContain("An evening of songs");
        mail.ShouldContain("We pay back 25.00 EUR");
    }

    [Fact]
    public async Task Who_had_tickets_of_an_event_that_is_called_off_is_told_and_who_never_paid_is_not()
    {
        var evening = await Evening.New(price: 12.5m);
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());
        await ben.Buy(evening);
        (await cleo.Book(evening)).ShouldBe(201);

        (await evening.Organiser.Delete($"/events/{evening.Id}")).ShouldBe(200);

        (await MailTo(ben, "event-cancelled")).ShouldContain("We pay back 12.50 EUR");
        await evening.Server.Settled();
        (await Count(cleo, "event-cancelled")).ShouldBe(0);
        (await Count(ben, "booking-cancelled")).ShouldBe(0);
    }

    [Fact]
    public async Task Who_gives_tickets_of_a_draft_back_is_not_told_that_the_event_is_called_off()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { status = "draft" })).ShouldBe(200);

        (await ben.Cancel(evening, booking)).ShouldBe(200);

        await MailTo(ben, "booking-cancelled");
        (await Count(ben, "event-cancelled")).ShouldBe(0);
    }

    [Fact]
    public async Task A_fact_of_before_that_does_not_say_whether_the_event_is_gone_is_still_understood()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);

        await evening.Server.Execute(
            """
            INSERT INTO platform.facts (kind, body) VALUES ('OrderCancelled',
                jsonb_build_object('order_id', $1, 'event_id', $2, 'was_confirmed', true))
            """,
            booking.Id,
            evening.Id
        );

        await MailTo(ben, "booking-cancelled");
    }

    [Fact]
    public async Task A_paid_booking_brings_its_invoice_with_all_that_stands_on_it()
    {
        var evening = await Evening.New(price: 12, tax: 20);
        var ben = await Cast.Ben();

        var booking = await ben.Buy(evening, 2);

        var mail = await MailTo(ben, "invoice");
        var invoice = (await ben.Get($"{evening.Bookings}/{booking.Id}/invoice")).ShouldBe(200).Rows[0];
        foreach (
            var part in new[]
            {
                $"Invoice {invoice.GetProperty("number").GetString()}",
                "From: ",
                $"To: {ben.Name}",
                "2 × An evening of songs, Floor: 24.00 EUR",
                "Net: 20.00 EUR",
                "Tax: 4.00 EUR",
                "Total: 24.00 EUR",
                $"/invoice/{evening.Id}/{booking.Id}/{invoice.GetProperty("id").GetInt64()}",
            }
        )
            mail.ShouldContain(part);
    }

    private static async Task<string> MailTo(Person person, string kind)
    {
        await Eventually.ShouldBeTrue(
            async () => await Count(person, kind) > 0,
            $"{person.Name} has the mail {kind}"
        );
        return await person.Server.Ask<string>(
            "SELECT body FROM notifications.mails WHERE user_id = $1 AND kind = $2",
            person.Id,
            kind
        );
    }

    private static Task<long> Count(Person person, string kind) =>
        person.Server.Ask<long>(
            "SELECT count(*) FROM notifications.mails WHERE user_id = $1 AND kind = $2",
            person.Id,
            kind
        );
}
