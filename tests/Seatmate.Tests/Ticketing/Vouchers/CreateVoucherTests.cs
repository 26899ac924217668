namespace Seatmate.Tests.Ticketing.Vouchers;

public sealed class CreateVoucherTests
{
    [Fact]
    public async Task A_voucher_is_used_however_its_code_is_typed()
    {
        var evening = await Evening.Of(await Cast.Ada(), sections: [("Floor", 10, 50), ("Box", 30, 5)]);
        var plan = new
        {
            code = " sömmer-26 ",
            uses = 2,
            percent_off = 50,
            section = "Floor",
            valid_until = "2031-05-01T18:00:00Z",
        };

        var made = (await evening.Organiser.Post(Address(evening), plan)).ShouldBe(201);

        made.Text("code").ShouldBe("SÖMMER-26");
        (made["uses"].GetInt64(), made["used"].GetInt64()).ShouldBe((2, 0));
        (made["percent_off"].GetInt32(), made.Text("section")).ShouldBe((50, "Floor"));
        made["valid_until"].GetDateTimeOffset().ShouldBe(new(2031, 5, 1, 18, 0, 0, TimeSpan.Zero));
        made["withdrawn"].GetBoolean().ShouldBeFalse();
        var ben = await Cast.Ben();
        var hold = (await ben.Hold(evening, 2, voucher: "Sömmer-26")).ShouldBe(201);
        (hold.Text("voucher"), hold.Decimal("total")).ShouldBe(("SÖMMER-26", 10));
        var changed = await ben.Patch(
            $"/holds/{hold.Id}",
            new { lines = new[] { new { section = "Floor", quantity = 1 } }, voucher = " sömmer-26" }
        );
        changed.ShouldBe(200).Decimal("total").ShouldBe(5);
        (await ben.Order(hold)).ShouldBe(201);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task One_that_is_good_until_a_day_is_good_all_day()
    {
        var evening = await Evening.New(price: 10);

        var made = await Create(
            evening,
            new
            {
                uses = 1,
                percent_off = 10,
                valid_until = "31/12/2031",
            }
        );

        made.ShouldBe(201).Text("valid_until").ShouldBe("2031-12-31T23:59:59Z");
    }

    [Fact]
    public async Task A_code_is_made_up_and_easy_to_read_out()
    {
        var evening = await Evening.New(price: 10);

        var made = (await Create(evening, new { uses = 1, percent_off = 100 })).ShouldBe(201);

        made.Text("code").ShouldNotBeNull().ShouldMatch("^[34679ACDEFGHJKMNPQRTWXY]{8}$");
        made["section"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        var hold = (await (await Cast.Ben()).Hold(evening, voucher: made.Text("code"))).ShouldBe(201);
        hold.Decimal("total").ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"uses": 0, "percent_off": 10}""", "uses")]
    [InlineData("""{"uses": 1000001, "percent_off": 10}""", "uses")]
    [InlineData("""{"percent_off": 10}""", "uses")]
    [InlineData("""{"uses": 1}""", "percent_off")]
    [InlineData("""{"uses": 1, "percent_off": 0}""", "percent_off")]
    [InlineData("""{"uses": 1, "percent_off": 101}""", "percent_off")]
    [InlineData("""{"uses": 1, "percent_off": -1}""", "percent_off")]
    [InlineData("""{"uses": 1, "reserves": true}""", "section")]
    [InlineData("""{"uses": 1, "reserves": true, "section": "Nowhere"}""", "section")]
    [InlineData("""{"uses": 0, "reserves": true, "section": "Floor"}""", "uses")]
    [InlineData("""{"uses": 1, "percent_off": 10, "code": ""}""", "code")]
    [InlineData("""{"uses": 1, "percent_off": 10, "code": "A B"}""", "code")]
    [InlineData(
        """{"uses": 1, "percent_off": 10, "code": "12345678901234567890123456789012345678901"}""",
        "code"
    )]
    [InlineData("""{"uses": 1, "percent_off": 10, "section": "Nowhere"}""", "section")]
    [InlineData("""{"uses": 1, "percent_off": 10, "valid_until": "soon"}""", "valid_until")]
    [InlineData("""{"uses": 1, "percent_off": 10, "valid_until": "2020-01-01T00:00:00Z"}""", "valid_until")]
    public async Task Nonsense_is_refused(string body, string field)
    {
        var evening = await Evening.New();

        var answer = await evening.Organiser.Send(
            HttpMethod.Post,
            Address(evening),
            new StringContent(body, null, "application/json")
        );

        answer.ShouldBeInvalid(field);
    }

    [Fact]
    public async Task Only_the_team_makes_vouchers()
    {
        var ada = await Cast.Ada();
        var (dov, cleo) = (await Cast.Dov(), await Cast.Cleo());
        var (shown, draft) = (await ada.List(), await ada.List(new { status = "draft" }));
        await ada.Server.Execute(
            "INSERT INTO events.organiser_members (organiser_id, user_id, role) VALUES ($1, $2, 'manager')",
            shown["organiser"].GetProperty("id").GetInt64(),
            dov.Id
        );
        var plan = new { uses = 1, percent_off = 10 };

        (await dov.Post($"/events/{shown.Id}/vouchers", plan)).ShouldBe(201);
        (await cleo.Post($"/events/{shown.Id}/vouchers", plan)).ShouldFail(403, "forbidden");
        (await cleo.Post($"/events/{draft.Id}/vouchers", plan)).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task Made_ten_times_at_once_a_code_is_there_once()
    {
        var evening = await Evening.New();

        var answers = await Race.AtOnce(
            10,
            number =>
                Create(
                    evening,
                    new
                    {
                        code = number % 2 == 0 ? "once" : "ONCE",
                        uses = 1,
                        percent_off = 10,
                    }
                )
        );

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Status != 201))
            answer.ShouldFail(409, "voucher-code-taken");
        (
            await Create(
                await Evening.New(),
                new
                {
                    code = "once",
                    uses = 1,
                    percent_off = 10,
                }
            )
        ).ShouldBe(201);
        (
            await evening.Server.Ask<long>(
                "SELECT count(*) FROM platform.audit WHERE actor_id = $1 AND action = 'ticketing.voucher_created'",
                evening.Organiser.Id
            )
        ).ShouldBe(1);
    }

    internal static string Address(Evening evening) => $"/events/{evening.Id}/vouchers";

    internal static Task<Answer> Create(Evening evening, object plan) =>
        evening.Organiser.Post(Address(evening), plan);
}
