namespace Seatmate.Tests.Ticketing.Vouchers;

public sealed class ShowVoucherTests
{
    [Fact]
    public async Task Whoever_knows_a_code_sees_what_it_is_good_for()
    {
        var evening = await Evening.New(places: 5);
        await evening.HasVoucher("PLAIN", uses: 1, percentOff: 20);
        (await evening.Keep("BAND", 3)).ShouldBe(201);
        (await (await Cast.Ben()).Hold(evening, voucher: "BAND")).ShouldBe(201);

        var (plain, band) = (
            (await Look(evening, " plain")).ShouldBe(200),
            (await Look(evening, "band")).ShouldBe(200)
        );

        (plain.Text("code"), plain["percent_off"].GetInt32(), plain.Text("section")).ShouldBe(
            ("PLAIN", 20, null)
        );
        plain["places_left"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (band.Text("section"), band["percent_off"].GetInt32()).ShouldBe((Evening.Floor, 0));
        band["places_left"].GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task What_a_hold_would_be_refused_for_is_said()
    {
        var evening = await Evening.New(places: 5);
        (await evening.Keep("BAND", 1)).ShouldBe(201);
        (await Look(evening, "NONE")).ShouldFail(404, "voucher-unknown");
        (await (await Cast.Ben()).Hold(evening, voucher: "BAND")).ShouldBe(201);
        (await Look(evening, "BAND")).ShouldFail(409, "voucher-used-up");
        await evening.ExpireVouchers();
        (await Look(evening, "BAND")).ShouldFail(409, "voucher-expired");
        var gone = (await evening.Keep("GONE", 1)).ShouldBe(201);
        (await evening.Organiser.Delete($"/events/{evening.Id}/vouchers/{gone.Id}")).ShouldBe(200);
        (await Look(evening, "GONE")).ShouldFail(404, "voucher-unknown");
        (await Look(evening, "")).ShouldBeInvalid("code");
    }

    [Fact]
    public async Task Of_an_event_that_somebody_may_not_see_there_is_none()
    {
        var ada = await Cast.Ada();
        var draft = await ada.List(new { status = "draft" });
        (
            await ada.Post(
                $"/events/{draft.Id}/vouchers",
                new
                {
                    code = "BAND",
                    uses = 1,
                    percent_off = 10,
                }
            )
        ).ShouldBe(201);

        (await TestServer.Shared.Anyone.Get($"/events/{draft.Id}/voucher?code=BAND")).ShouldFail(
            404,
            "not-found"
        );
        (await ada.Get($"/events/{draft.Id}/voucher?code=BAND")).ShouldBe(200);
    }

    private static Task<Answer> Look(Evening evening, string code) =>
        evening.Server.Anyone.Get($"/events/{evening.Id}/voucher?code={Uri.EscapeDataString(code)}");
}
