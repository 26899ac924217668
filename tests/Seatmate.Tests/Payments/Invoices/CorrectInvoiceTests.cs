namespace Seatmate.Tests.Payments.Invoices;

public sealed class CorrectInvoiceTests
{
    [Fact]
    public async Task An_admin_has_a_credit_note_and_a_new_invoice_made_and_the_old_one_stays()
    {
        var (evening, ben, booking, path) = await Invoiced();
        var admin = await Cast.Admin();

        var corrected = (
            await admin.Patch(path, new { bill_to = "Okafor Ltd", reason = "Asked for by phone" })
        ).ShouldBe(200);

        corrected.Text("bill_to").ShouldBe("Okafor Ltd");
        corrected.Decimal("total").ShouldBe(10);
        var rows = (await ben.Get($"{evening.Bookings}/{booking.Id}/invoice")).ShouldBe(200).Rows;
        rows.Select(i => i.GetProperty("kind").GetString()).ShouldBe(["invoice", "credit_note", "invoice"]);
        rows.Select(i => i.GetProperty("total").GetDecimal()).ShouldBe([10, -10, 10]);
        rows[1].GetProperty("reason").GetString().ShouldBe("Asked for by phone");
        rows[2].GetProperty("bill_to").GetString().ShouldBe(ben.Name);
        (await ben.Look(evening, booking))["invoice_id"].GetInt64().ShouldBe(corrected.Id);
        (await admin.Put(path, new { bill_to = "Again" })).ShouldFail(
            409,
            "already-credited",
            "This invoice was credited already"
        );
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task An_invoice_that_a_correction_would_repeat_stands_and_is_answered()
    {
        var (evening, ben, booking, path) = await Invoiced(tickets: 2);
        var admin = await Cast.Admin();
        var standing = (await admin.Get(path)).ShouldBe(200);

        foreach (
            var nothing in new object[]
            {
                new { },
                new { bill_to = ben.Name },
                new { bill_to = $" {ben.Name} ", reason = "Asked for by phone" },
            }
        )
            (await admin.Patch(path, nothing)).ShouldBe(200).Bytes.ShouldBe(standing.Bytes);

        (await admin.Get($"{evening.Bookings}/{booking.Id}/invoice")).Rows.Count.ShouldBe(1);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task A_correction_without_a_word_takes_over_the_sellers_new_name()
    {
        var (evening, _, _, path) = await Invoiced();
        var organiser = (await evening.Organiser.Get($"/events/{evening.Id}"))["organiser"];
        var address = $"/organisers/{organiser.GetProperty("id").GetInt64()}";
        (await evening.Organiser.Patch(address, new { name = "The Late Choir" })).ShouldBe(200);

        var corrected = (await (await Cast.Admin()).Patch(path, new { })).ShouldBe(200);

        corrected.Text("seller").ShouldBe("The Late Choir");
    }

    [Fact]
    public async Task An_admin_takes_an_invoice_back_without_a_new_one()
    {
        var (evening, ben, booking, path) = await Invoiced();
        var admin = await Cast.Admin();

        (await admin.Delete(path))
            .ShouldBe(200)
            .Text("message")
            .ShouldNotBeNull()
            .ShouldMatch("^Invoice [0-9]{4}-000001 was credited by [0-9]{4}-000002$");

        (await admin.Delete(path)).ShouldFail(409, "already-credited");
        (await ben.Look(evening, booking))["invoice_id"]
            .ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await ben.Post($"{evening.Bookings}/{booking.Id}/invoice")).ShouldBe(201);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task Neither_payee_nor_organiser_nor_a_stranger_may()
    {
        var (evening, ben, _, path) = await Invoiced();

        foreach (var who in new[] { ben, evening.Organiser, await Cast.Cleo() })
        {
            (await who.Patch(path, new { bill_to = "Me" })).ShouldFail(
                403,
                "forbidden",
                "Only an admin may do this"
            );
            (await who.Put(path, new { bill_to = "Me" })).ShouldFail(403, "forbidden");
            (await who.Delete(path)).ShouldFail(403, "forbidden");
        }
    }

    [Fact]
    public async Task A_credit_note_and_the_invoice_of_what_is_over_are_not_corrected()
    {
        var (evening, ben, booking, path) = await Invoiced();
        var admin = await Cast.Admin();
        (await ben.Cancel(evening, booking)).ShouldBe(200);
        var note = (await ben.Get($"{evening.Bookings}/{booking.Id}/invoice")).Rows[0];

        foreach (
            var corrected in new[]
            {
                path,
                $"{evening.Bookings}/{booking.Id}/invoice/{note.GetProperty("id").GetInt64()}",
            }
        )
            (await admin.Patch(corrected, new { bill_to = "Me" })).ShouldFail(
                409,
                "not-correctable",
                "Only the invoice of a standing booking can be corrected"
            );
    }

    [Fact]
    public async Task Nonsense_is_refused()
    {
        var (evening, _, booking, path) = await Invoiced();
        var admin = await Cast.Admin();

        (await admin.Patch(path, new { bill_to = "" })).ShouldBeInvalid("bill_to");
        (await admin.Patch(path, new { bill_to = new string('x', 201) })).ShouldBeInvalid("bill_to");
        (await admin.Patch(path, new { bill_to = "a\nb" })).ShouldBeInvalid("bill_to");
        (await admin.Patch(path, new { reason = new string('x', 401) })).ShouldBeInvalid("reason");
        (await admin.Patch(path + "9999", new { })).ShouldFail(404, "not-found");
        (await admin.Get($"{evening.Bookings}/{booking.Id}/invoice")).Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Corrected_by_several_admins_at_once_it_is_credited_once()
    {
        var (evening, _, booking, path) = await Invoiced();
        var admins = await Cast.Crowd(4, name: "Iris Admin", role: "admin");

        var answers = await Race.AtOnceBefore(
            evening.Server,
            "payments.invoice_numbers",
            1,
            4,
            number => admins[number].Patch(path, new { bill_to = $"Number {number}" })
        );

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Status != 200))
            answer.ShouldFail(409, "already-credited");
        (await admins[0].Get($"{evening.Bookings}/{booking.Id}/invoice")).Rows.Count.ShouldBe(3);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task Corrected_while_the_booking_is_changed_or_cancelled_it_follows_the_booking()
    {
        for (var round = 0; round < 4; round++)
        {
            var (evening, ben, booking, path) = await Invoiced(tickets: 3);
            var admin = await Cast.Admin();

            var answers = await Race.AtOnceBefore(
                evening.Server,
                "payments.invoice_numbers",
                1,
                2,
                async number =>
                {
                    if (number == round % 2)
                        return await admin.Patch(path, new { bill_to = "Okafor Ltd" });
                    return round < 2
                        ? await ben.Cancel(evening, booking)
                        : await ben.Change(evening, booking, new { total_tickets = 1 });
                }
            );

            answers[1 - round % 2].ShouldBe(200);
            answers[round % 2].Status.ShouldBeOneOf(200, 409);
        }
        await TestServer.Shared.ShouldBeSound();
    }

    private static async Task<(Evening Evening, Person Ben, Answer Booking, string Path)> Invoiced(
        int tickets = 1
    )
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening, tickets);
        return (
            evening,
            ben,
            booking,
            $"{evening.Bookings}/{booking.Id}/invoice/{booking["invoice_id"].GetInt64()}"
        );
    }
}
