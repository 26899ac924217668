using System.Net.Http.Headers;
using System.Text;
using Npgsql;

namespace Seatmate.Tests.Ticketing.Orders;

public sealed class ChangeBookingTests
{
    [Fact]
    public async Task More_tickets_are_added_and_fewer_taken_away_the_newest_first()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);

        var more = (await ben.Change(evening, booking, new { total_tickets = 4 })).ShouldBe(200);
        more["total_tickets"].GetInt32().ShouldBe(4);
        more.TicketNumbers()[..2].ShouldBe(booking.TicketNumbers());
        (await evening.TicketsSold()).ShouldBe(4);

        var fewer = (await ben.Change(evening, booking, new { total_tickets = 1 })).ShouldBe(200);
        fewer.TicketStatuses().ShouldBe(["valid", "cancelled", "cancelled", "cancelled"]);
        (await evening.PlacesTaken()).ShouldBe(1);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task Another_section_takes_the_new_places_and_gives_the_old_ones_back()
    {
        var evening = await Evening.Of(await Cast.Ada(), sections: [("Left", 0, 2), ("Right", 0, 3)]);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 2, "Left")).ShouldBe(201);

        var moved = (
            await ben.Change(evening, booking, new { seat_section = "Right", total_tickets = 3 })
        ).ShouldBe(200);

        moved.Text("seat_section").ShouldBe("Right");
        moved.TicketNumbers()[..2].ShouldBe(booking.TicketNumbers());
        var eve = await Cast.Eve();
        (await eve.Book(evening, 1, "Right")).ShouldFail(409, "section-sold-out");
        (await eve.Book(evening, 2, "Left")).ShouldBe(201);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task Put_and_patch_are_both_partial_and_nothing_stated_changes_nothing()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);

        (await ben.Put($"{evening.Bookings}/{booking.Id}", new { total_tickets = 3 }))
            .ShouldBe(200)
            .Text("seat_section")
            .ShouldBe(Evening.Floor);
        (await ben.Patch($"{evening.Bookings}/{booking.Id}", new { }))
            .ShouldBe(200)["total_tickets"]
            .GetInt32()
            .ShouldBe(3);
    }

    [Fact]
    public async Task A_full_section_refuses_and_the_old_places_stay()
    {
        var evening = await Evening.Of(await Cast.Ada(), sections: [("Left", 0, 2), ("Right", 0, 1)]);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 2, "Left")).ShouldBe(201);

        (await ben.Change(evening, booking, new { seat_section = "Right" })).ShouldFail(
            409,
            "section-sold-out",
            "No more Right tickets available, please select a different seat section"
        );
        (await ben.Change(evening, booking, new { total_tickets = 3 })).ShouldFail(409, "section-sold-out");

        (await ben.Look(evening, booking)).Text("seat_section").ShouldBe("Left");
        (await evening.PlacesTaken()).ShouldBe(2);
        await evening.Server.ShouldBeSound();
    }

    [Theory]
    [InlineData(6)]
    [InlineData(1_000_000_000)]
    [InlineData(int.MaxValue)]
    public async Task The_limit_of_a_person_holds_for_changes_too(int tickets)
    {
        var evening = await Evening.New(price: 999_999_999.99m);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);

        (await ben.Change(evening, booking, new { total_tickets = tickets })).ShouldFail(
            400,
            "too-many-tickets",
            "Maximum 5 tickets allowed per user per event"
        );
    }

    [Theory]
    [InlineData("""{"total_tickets":0}""", "total_tickets")]
    [InlineData("""{"total_tickets":-2}""", "total_tickets")]
    [InlineData("""{"total_tickets":"a"}""", "total_tickets")]
    [InlineData("""{"total_tickets":2.5}""", "total_tickets")]
    [InlineData("""{"seat_section":""}""", "seat_section")]
    [InlineData("""{"seat_section":7}""", "seat_section")]
    public async Task Nonsense_is_refused_and_changes_nothing(string body, string field)
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        (await ben.Send(HttpMethod.Patch, $"{evening.Bookings}/{booking.Id}", content)).ShouldBeInvalid(
            field
        );

        (await evening.PlacesTaken()).ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_moves_to_a_section_that_the_event_does_not_have()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);

        (await ben.Change(evening, booking, new { seat_section = "Balcony" })).ShouldFail(
            404,
            "section-not-found",
            "This event has no section Balcony"
        );

        (await evening.PlacesTaken()).ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_else_changes_a_booking()
    {
        var evening = await Evening.New();
        var booking = (await (await Cast.Ben()).Book(evening)).ShouldBe(201);
        var change = new { total_tickets = 2 };

        (await (await Cast.Cleo()).Change(evening, booking, change)).ShouldFail(404, "not-found");
        foreach (var who in new[] { evening.Organiser, await Cast.Admin() })
            (await who.Change(evening, booking, change)).ShouldFail(
                403,
                "forbidden",
                "You can only change your own booking"
            );
    }

    [Fact]
    public async Task What_was_called_off_cannot_be_changed()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        (await ben.Cancel(evening, booking)).ShouldBe(200);

        (await ben.Change(evening, booking, new { total_tickets = 2 })).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task After_the_event_nothing_is_changed()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);
        await evening.Server.Execute(
            "UPDATE events.events SET starts_at = now() - interval '1 hour' WHERE id = $1",
            evening.Id
        );

        (await ben.Change(evening, booking, new { total_tickets = 1 })).ShouldFail(409, "event-over");
    }

    [Fact]
    public async Task Once_the_event_has_begun_nothing_is_given_back_by_a_change()
    {
        var evening = await Evening.Of(await Cast.Ada(), sections: [("Best", 10, 5), ("Free", 0, 5)]);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening, 3, "Best");
        await evening.Server.Execute(
            "UPDATE events.events SET starts_at = now() - interval '1 minute', ends_at = now() + interval '1 hour' WHERE id = $1",
            evening.Id
        );

        foreach (var change in new object[] { new { total_tickets = 1 }, new { seat_section = "Free" } })
            (await ben.Change(evening, booking, change)).ShouldFail(409, "event-over");

        (await evening.Server.Kept(booking)).ShouldBe(3000);
        (await evening.TicketsSold()).ShouldBe(3);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_leaves_the_invoice_alone()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening, 2);

        foreach (
            var change in new object[] { new { }, new { seat_section = Evening.Floor, total_tickets = 2 } }
        )
            (await ben.Change(evening, booking, change)).ShouldBe(200);

        (await ben.Get($"{evening.Bookings}/{booking.Id}/invoice")).ShouldBe(200).Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_unpaid_booking_is_asked_for_its_new_total_and_the_old_address_is_dead()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);

        var changed = (await ben.Change(evening, booking, new { total_tickets = 3 })).ShouldBe(200);

        changed.Text("status").ShouldBe("awaiting_payment");
        changed.Decimal("total").ShouldBe(30);
        changed.Reference().ShouldNotBe(booking.Reference());
        (await ben.Choose(booking, "pay")).ShouldFail(409, "payment-over");
        (await ben.Get($"/sandbox/payments/{changed.Reference()}")).Decimal("amount").ShouldBe(30);
        (await ben.Pay(evening, changed)).TicketStatuses().ShouldBe(["valid", "valid", "valid"]);
        (await evening.Server.Kept(booking)).ShouldBe(3000);
    }

    [Fact]
    public async Task An_unpaid_booking_that_moves_to_a_free_section_is_confirmed()
    {
        var evening = await Evening.Of(await Cast.Ada(), sections: [("Best", 10, 5), ("Free", 0, 5)]);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 1, "Best")).ShouldBe(201);

        var moved = (await ben.Change(evening, booking, new { seat_section = "Free" })).ShouldBe(200);

        moved.Text("status").ShouldBe("confirmed");
        moved.TicketStatuses().ShouldBe(["valid"]);
        (await ben.Choose(booking, "pay")).ShouldFail(409, "payment-over");
    }

    [Fact]
    public async Task Fewer_paid_tickets_are_paid_back_with_a_credit_note_and_a_new_invoice()
    {
        var evening = await Evening.New(price: 10, tax: 19);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening, 3);

        var changed = (await ben.Change(evening, booking, new { total_tickets = 1 })).ShouldBe(200);

        changed.Text("status").ShouldBe("confirmed");
        changed.Decimal("total").ShouldBe(10);
        (await evening.Server.Kept(booking)).ShouldBe(1000);
        var invoices = (await ben.Get($"{evening.Bookings}/{booking.Id}/invoice")).ShouldBe(200).Rows;
        invoices
            .Select(i => i.GetProperty("kind").GetString())
            .ShouldBe(["invoice", "credit_note", "invoice"]);
        invoices.Select(i => i.GetProperty("total").GetDecimal()).ShouldBe([10, -30, 30]);
        invoices[1]
            .GetProperty("corrects_invoice_id")
            .GetInt64()
            .ShouldBe(invoices[2].GetProperty("id").GetInt64());
        changed["invoice_id"].GetInt64().ShouldBe(invoices[0].GetProperty("id").GetInt64());
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task A_paid_booking_moves_to_a_cheaper_section_but_not_to_a_dearer_one()
    {
        var evening = await Evening.Of(
            await Cast.Ada(),
            sections: [("Stalls", 20, 5), ("Gallery", 5, 5), ("Box", 50, 5)]
        );
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening, 2, "Stalls");

        (await ben.Change(evening, booking, new { seat_section = "Box" })).ShouldFail(
            409,
            "payment-needed",
            "This change costs more than was paid; please book the additional tickets separately"
        );
        (await ben.Change(evening, booking, new { total_tickets = 3 })).ShouldFail(409, "payment-needed");
        (await ben.Look(evening, booking)).Decimal("total").ShouldBe(40);

        (await ben.Change(evening, booking, new { seat_section = "Gallery" }))
            .ShouldBe(200)
            .Decimal("total")
            .ShouldBe(10);
        (await evening.Server.Kept(booking)).ShouldBe(1000);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task A_price_that_rose_meanwhile_does_not_touch_what_is_booked()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening, 2);
        (
            await evening.Organiser.Patch(
                $"/events/{evening.Id}",
                new { ticket_price = 99, sections = Evening.FloorAt(99) }
            )
        ).ShouldBe(200);

        (await ben.Change(evening, booking, new { total_tickets = 1 }))
            .ShouldBe(200)
            .Decimal("total")
            .ShouldBe(10);
        (await evening.Server.Kept(booking)).ShouldBe(1000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task Additional_tickets_are_not_had_at_a_former_price(decimal price)
    {
        var evening = await Evening.New(price: price);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        await evening.Reprice(50);

        (await ben.Change(evening, booking, new { total_tickets = 5 })).ShouldFail(409, "price-changed");

        (await evening.PlacesTaken()).ShouldBe(1);
    }

    [Fact]
    public async Task A_limit_that_was_lowered_lets_people_keep_and_reduce_what_they_have()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 5)).ShouldBe(201);
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { max_tickets_per_user = 2 })).ShouldBe(
            200
        );

        (await ben.Change(evening, booking, new { total_tickets = 4 })).ShouldBe(200);
        (await ben.Book(evening)).ShouldFail(
            400,
            "too-many-tickets",
            "Maximum 2 tickets allowed per user per event"
        );
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(1, 2)]
    public async Task What_was_given_back_below_a_lowered_limit_is_gone_whatever_the_code_does(
        int kept,
        int tooMany
    )
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 5)).ShouldBe(201);
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { max_tickets_per_user = 2 })).ShouldBe(
            200
        );
        (await ben.Change(evening, booking, new { total_tickets = kept })).ShouldBe(200);

        var refused = await Should.ThrowAsync<PostgresException>(() =>
            evening.Server.Execute(
                $"UPDATE ticketing.stocks SET taken = taken + {tooMany} WHERE event_id = {evening.Id} AND kind = 'person'"
            )
        );

        refused.ConstraintName.ShouldBe("stocks_taken_within_capacity");
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task Changed_ten_times_at_once_a_booking_ends_as_one_of_the_wishes()
    {
        var evening = await Evening.Of(await Cast.Ada(), sections: [("Left", 10, 9), ("Right", 5, 9)]);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening, 5, "Left");

        var answers = await Race.AtOnce(
            10,
            number =>
                ben.Change(
                    evening,
                    booking,
                    new { total_tickets = 1 + number % 4, seat_section = number % 2 == 0 ? "Left" : "Right" }
                )
        );

        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Text("code") == "payment-needed");
        answers.ShouldContain(answer => answer.Status == 200);
        var end = (await ben.Look(evening, booking)).ShouldBe(200);
        (await evening.Server.Kept(booking)).ShouldBe((long)(end.Decimal("total") * 100));
        (await evening.PlacesTaken()).ShouldBe(end["total_tickets"].GetInt32());
        await evening.Server.ShouldBeSound();
    }
}
