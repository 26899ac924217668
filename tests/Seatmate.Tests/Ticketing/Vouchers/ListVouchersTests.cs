namespace Seatmate.Tests.Ticketing.Vouchers;

public sealed class ListVouchersTests
{
    [Fact]
    public async Task The_team_sees_all_vouchers_and_how_often_each_is_used()
    {
        var evening = await Evening.New(price: 10);
        foreach (var code in new[] { "first", "second", "third" })
            (
                await CreateVoucherTests.Create(
                    evening,
                    new
                    {
                        code,
                        uses = 5,
                        percent_off = 10,
                    }
                )
            ).ShouldBe(201);
        var ben = await Cast.Ben();
        (await ben.Hold(evening, voucher: "second")).ShouldBe(201);
        (await ben.Order((await ben.Hold(evening, voucher: "second")).ShouldBe(201))).ShouldBe(201);

        var pages = await evening.Organiser.GetPages($"{CreateVoucherTests.Address(evening)}?limit=2");

        pages.Select(page => page.Rows.Count).ShouldBe([2, 1]);
        pages
            .SelectMany(page => page.Rows)
            .Select(row => (row.GetProperty("code").GetString(), row.GetProperty("used").GetInt64()))
            .ShouldBe([("THIRD", 0), ("SECOND", 2), ("FIRST", 0)]);
    }

    [Fact]
    public async Task Nobody_else_sees_a_code()
    {
        var evening = await Evening.New();
        var cleo = await Cast.Cleo();

        (await cleo.Get(CreateVoucherTests.Address(evening))).ShouldFail(403, "forbidden");
        (await cleo.Get("/events/999999999/vouchers")).ShouldFail(404, "not-found");
        (await evening.Organiser.Get($"{CreateVoucherTests.Address(evening)}?codes=all")).ShouldBeInvalid(
            "codes"
        );
    }
}
