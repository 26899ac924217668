using System.Net.Http.Headers;
using System.Text;

namespace Seatmate.Tests.Ticketing.Orders;

public sealed class BookEventTests
{
    [Fact]
    public async Task A_free_event_is_confirmed_at_once_with_its_tickets()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();

        var booking = (await ben.Book(evening, 2)).ShouldBe(201);

        booking.Header("Location").ShouldBe($"{evening.Bookings}/{booking.Id}");
        booking.Text("status").ShouldBe("confirmed");
        booking["total_tickets"].GetInt32().ShouldBe(2);
        booking.Text("seat_section").ShouldBe(Evening.Floor);
        booking["event"].GetProperty("id").GetInt64().ShouldBe(evening.Id);
        booking["user"].GetProperty("id").GetInt64().ShouldBe(ben.Id);
        booking.Decimal("total").ShouldBe(0);
        booking["pay_url"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        booking["expires_at"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        booking.TicketStatuses().ShouldBe(["valid", "valid"]);
        booking.TicketNumbers().Distinct().Count().ShouldBe(2);
        (await ben.Look(evening, booking)).ShouldBe(200).Text("status").ShouldBe("confirmed");
    }

    [Fact]
    public async Task An_event_with_a_price_waits_for_its_payment()
    {
        var evening = await Evening.New(price: 23m, tax: 19);
        var ben = await Cast.Ben();

        var booking = (await ben.Book(evening, 2)).ShouldBe(201);

        booking.Text("status").ShouldBe("awaiting_payment");
        booking.Decimal("ticket_price").ShouldBe(23m);
        booking.Decimal("total").ShouldBe(46m);
        booking.Decimal("net").ShouldBe(38.66m);
        booking.Decimal("tax").ShouldBe(7.34m);
        booking.Text("currency").ShouldBe("EUR");
        booking.Text("pay_url").ShouldNotBeNull().ShouldMatch("^/pay/sandbox/[0-9a-f]{32}$");
        var time = booking["expires_at"].GetDateTimeOffset() - booking["server_time"].GetDateTimeOffset();
        time.ShouldBeInRange(TimeSpan.FromSeconds(590), TimeSpan.FromSeconds(600));
        booking.TicketNumbers().ShouldBeEmpty();
        (await evening.PlacesTaken()).ShouldBe(2);
    }

    [Fact]
    public async Task Who_says_nothing_gets_one_ticket_of_general_admission()
    {
        var ada = await Cast.Ada();
        var plan = new
        {
            title = "Five sections",
            date = "2031-05-01T18:00:00Z",
            ticket_price = 0,
        };
        var evening = (await ada.Post("/events", plan)).ShouldBe(201);
        var ben = await Cast.Ben();

        var booking = (await ben.Post($"/events/{evening.Id}/attending", new { })).ShouldBe(201);

        booking["total_tickets"].GetInt32().ShouldBe(1);
        booking.Text("seat_section").ShouldBe("General Admission");
        foreach (var section in new[] { "Section C", "Section B", "Section A", "VIP" })
            (await ben.Post($"/events/{evening.Id}/attending", new { seat_section = section }))
                .ShouldBe(201)
                .Text("seat_section")
                .ShouldBe(section);
    }

    [Theory]
    [InlineData("""{"seat_section":"Floor","total_tickets":0}""")]
    [InlineData("""{"seat_section":"Floor","total_tickets":-2}""")]
    [InlineData("""{"seat_section":"Floor","total_tickets":"a"}""")]
    [InlineData("""{"seat_section":"Floor","total_tickets":"2"}""")]
    [InlineData("""{"seat_section":"Floor","total_tickets":1.5}""")]
    [InlineData("""{"seat_section":"Floor","total_tickets":true}""")]
    [InlineData("""{"seat_section":"Floor","total_tickets":[1]}""")]
    [InlineData("""{"seat_section":"Floor","total_tickets":10000000000}""")]
    public async Task A_number_of_tickets_that_is_none_is_refused(string body)
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        (await ben.Send(HttpMethod.Post, evening.Bookings, content)).ShouldBeInvalid("total_tickets");

        (await evening.PlacesTaken()).ShouldBe(0);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(1_000_000_000)]
    [InlineData(int.MaxValue)]
    public async Task More_than_one_person_may_have_is_refused(int tickets)
    {
        var evening = await Evening.New(price: 999_999_999.99m);
        var ben = await Cast.Ben();

        (await ben.Book(evening, tickets)).ShouldFail(
            400,
            "too-many-tickets",
            "Maximum 5 tickets allowed per user per event"
        );

        (await evening.PlacesTaken()).ShouldBe(0);
    }

    [Fact]
    public async Task The_limit_of_a_person_counts_what_they_have_in_all_sections()
    {
        var evening = await Evening.Of(
            await Cast.Ada(),
            perPerson: 4,
            sections: [("Left", 0, 10), ("Right", 0, 10)]
        );
        var ben = await Cast.Ben();
        (await ben.Book(evening, 3, "Left")).ShouldBe(201);

        (await ben.Book(evening, 2, "Right")).ShouldFail(
            400,
            "too-many-tickets",
            "Maximum 4 tickets allowed per user per event"
        );

        (await ben.Book(evening, 1, "Right")).ShouldBe(201);
        (await (await Cast.Cleo()).Book(evening, 4, "Left")).ShouldBe(201);
    }

    [Fact]
    public async Task What_is_cancelled_no_longer_counts()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var first = (await ben.Book(evening, 5)).ShouldBe(201);
        (await ben.Cancel(evening, first)).ShouldBe(200);

        (await ben.Book(evening, 5)).ShouldBe(201);
    }

    [Fact]
    public async Task A_section_that_is_sold_out_names_itself()
    {
        var evening = await Evening.Of(await Cast.Ada(), sections: [("VIP", 0, 2), ("Stalls", 0, 9)]);
        (await (await Cast.Eve()).Book(evening, 2, "VIP")).ShouldBe(201);
        var ben = await Cast.Ben();

        (await ben.Book(evening, 1, "VIP")).ShouldFail(
            409,
            "section-sold-out",
            "No more VIP tickets available, please select a different seat section"
        );

        (await ben.Book(evening, 1, "Stalls")).ShouldBe(201);
    }

    [Fact]
    public async Task More_than_what_is_left_is_refused_as_a_whole()
    {
        var evening = await Evening.New(places: 3);
        var ben = await Cast.Ben();

        (await ben.Book(evening, 4)).ShouldFail(409, "section-sold-out");

        (await evening.PlacesTaken()).ShouldBe(0);
        (await ben.Book(evening, 3)).ShouldBe(201);
    }

    [Theory]
    [InlineData("Balcony")]
    [InlineData("floor ")]
    [InlineData("VIP' OR 1=1 --")]
    public async Task A_section_that_the_event_does_not_have_is_not_there(string section)
    {
        var evening = await Evening.New();

        (await (await Cast.Ben()).Book(evening, 1, section)).ShouldFail(
            404,
            "section-not-found",
            $"This event has no section {section}"
        );

        (await evening.PlacesTaken()).ShouldBe(0);
    }

    [Fact]
    public async Task A_section_of_another_event_is_not_there()
    {
        var evening = await Evening.New();
        var other = await Evening.Of(await Cast.Ada(), sections: [("Gallery", 0, 5)]);
        var ben = await Cast.Ben();

        (await ben.Book(evening, 1, "Gallery")).ShouldFail(404, "section-not-found");
        (await ben.Book(other, 1, "Gallery")).ShouldBe(201);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\u0000b")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890123456789012345678901")]
    public async Task A_section_that_cannot_be_a_name_is_refused(string section)
    {
        var evening = await Evening.New();

        (await (await Cast.Ben()).Book(evening, 1, section)).ShouldBeInvalid("seat_section");
    }

    [Fact]
    public async Task A_draft_does_not_exist_for_others_and_is_not_on_sale_for_its_organiser()
    {
        var evening = await Evening.New();
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { status = "draft" })).ShouldBe(200);

        (await (await Cast.Ben()).Book(evening)).ShouldFail(
            404,
            "not-found",
            $"Event with id {evening.Id} not found"
        );
        (await evening.Organiser.Book(evening)).ShouldFail(409, "not-on-sale", "This event is not on sale");
    }

    [Fact]
    public async Task An_event_that_is_over_is_no_longer_sold()
    {
        var evening = await Evening.New();
        await evening.Server.Execute(
            "UPDATE events.events SET starts_at = now() - interval '1 hour' WHERE id = $1",
            evening.Id
        );

        (await (await Cast.Ben()).Book(evening)).ShouldFail(409, "event-over", "This event is over");
    }

    [Fact]
    public async Task An_event_that_has_begun_is_sold_until_its_end()
    {
        var evening = await Evening.New();
        await evening.Server.Execute(
            "UPDATE events.events SET starts_at = now() - interval '1 hour', ends_at = now() + interval '1 hour' WHERE id = $1",
            evening.Id
        );

        (await (await Cast.Ben()).Book(evening)).ShouldBe(201);
    }

    [Fact]
    public async Task A_deleted_event_and_one_that_never_was_are_not_found()
    {
        var evening = await Evening.New();
        (await evening.Organiser.Delete($"/events/{evening.Id}")).ShouldBe(200);
        var ben = await Cast.Ben();

        (await ben.Book(evening)).ShouldFail(404, "not-found", $"Event with id {evening.Id} not found");
        (await ben.Post("/events/999999999/attending", new { })).ShouldFail(
            404,
            "not-found",
            "Event with id 999999999 not found"
        );
    }

    [Fact]
    public async Task The_same_key_and_body_four_times_at_once_are_one_booking_and_one_answer()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var wish = new { total_tickets = 2, seat_section = Evening.Floor };

        var answers = await Race.AtOnce(
            4,
            _ => ben.Post(evening.Bookings, wish, ("Idempotency-Key", "a-click"))
        );

        answers.Select(answer => answer.ShouldBe(201).Body).Distinct().Count().ShouldBe(1);
        (await evening.TicketsSold()).ShouldBe(2);
        (
            await ben.Post(evening.Bookings, new { seat_section = "x" }, ("Idempotency-Key", "a-click"))
        ).ShouldFail(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_refusal_is_kept_for_its_key_as_well()
    {
        var evening = await Evening.New(places: 1);
        var eve = await Cast.Eve();
        var theirs = (await eve.Book(evening)).ShouldBe(201);
        var ben = await Cast.Ben();
        var wish = new { seat_section = Evening.Floor };
        var first = (await ben.Post(evening.Bookings, wish, ("Idempotency-Key", "k"))).ShouldFail(
            409,
            "section-sold-out"
        );
        (await eve.Cancel(evening, theirs)).ShouldBe(200);

        var again = await ben.Post(evening.Bookings, wish, ("Idempotency-Key", "k"));

        again.ShouldBe(409).Body.ShouldBe(first.Body);
    }

    [Fact]
    public async Task What_was_booked_is_not_denied_to_a_repetition_when_the_event_is_another_since()
    {
        var evening = await Evening.New(perPerson: 300);
        var ben = await Cast.Ben();
        var wish = new { seat_section = Evening.Floor, total_tickets = 200 };
        var other = new { seat_section = Evening.Floor, total_tickets = 201 };
        var hold = new
        {
            event_id = evening.Id,
            lines = new[] { new { section = Evening.Floor, quantity = 100 } },
        };
        var booked = (await ben.Post(evening.Bookings, wish, ("Idempotency-Key", "b"))).ShouldBe(201);
        var held = (await ben.Post("/holds", hold, ("Idempotency-Key", "h"))).ShouldBe(201);

        await ChangeTo(new { max_tickets_per_user = 5 });
        (await ben.Post(evening.Bookings, wish, ("Idempotency-Key", "b")))
            .ShouldBe(201)
            .Body.ShouldBe(booked.Body);
        await ChangeTo(new { status = "draft" });

        var again = (await ben.Post(evening.Bookings, wish, ("Idempotency-Key", "b"))).ShouldBe(201);
        again.Body.ShouldBe(booked.Body);
        again.Header("Location").ShouldBe(booked.Header("Location"));
        (await ben.Post("/holds", hold, ("Idempotency-Key", "h"))).ShouldBe(201).Body.ShouldBe(held.Body);
        (await ben.Post(evening.Bookings, other, ("Idempotency-Key", "b"))).ShouldFail(
            422,
            "idempotency-key-reused"
        );
        (await ben.Post(evening.Bookings, wish, ("Idempotency-Key", "new"))).ShouldFail(404, "not-found");

        async Task ChangeTo(object change)
        {
            (await evening.Organiser.Patch($"/events/{evening.Id}", change)).ShouldBe(200);
            await Eventually.ShouldBeTrue(
                async () => (await ben.Post(evening.Bookings, other)).Status != 201,
                "the change is known"
            );
        }
    }

    [Fact]
    public async Task The_audit_says_from_where_an_order_was_placed()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var wish = new { seat_section = Evening.Floor };
        var booking = (await ben.Post(evening.Bookings, wish, ("Time-Zone", "Asia/Tokyo"))).ShouldBe(201);

        var audit = await (await Cast.Admin()).Get($"/audit?subject=order:{booking.Id}");

        var row = audit.ShouldBe(200).Rows.ShouldHaveSingleItem();
        row.GetProperty("address").GetString().ShouldNotBeNull().ShouldContain("127.0.0.1");
        row.GetProperty("zone").GetString().ShouldBe("Asia/Tokyo");
    }

    [Fact]
    public async Task No_booking_has_more_tickets_than_can_be_shown()
    {
        var evening = await Evening.New(perPerson: 1000);
        var ben = await Cast.Ben();

        (await ben.Book(evening, 501)).ShouldFail(
            400,
            "too-many-tickets",
            "At most 500 tickets are booked at once; book the others separately"
        );
        (await ben.Hold(evening, 501)).ShouldFail(400, "too-many-tickets");
        var booking = (await ben.Book(evening, 500)).ShouldBe(201);
        (await ben.Change(evening, booking, new { total_tickets = 501 })).ShouldFail(400, "too-many-tickets");
        (await ben.Book(evening, 500)).ShouldBe(201);
    }
}
