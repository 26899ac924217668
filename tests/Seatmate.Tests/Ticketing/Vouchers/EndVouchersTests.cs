using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Seatmate.Ticketing.Vouchers;

namespace Seatmate.Tests.Ticketing.Vouchers;

public sealed class EndVouchersTests
{
    private static TestServer Server => TestServer.Shared;

    [Fact]
    public async Task What_an_expired_one_kept_returns_and_what_is_given_back_of_it_later_too()
    {
        var evening = await Evening.New(places: 3);
        (await evening.Keep("BAND", 3)).ShouldBe(201);
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        var kept = (await ben.Order((await ben.Hold(evening, voucher: "BAND")).ShouldBe(201))).ShouldBe(201);
        var held = (await eve.Hold(evening, voucher: "BAND")).ShouldBe(201);
        await evening.ExpireVouchers();

        await End();
        await End();

        (await Item(evening, "withdrawn")).ShouldBe("False");
        (await Item(evening, "uses")).ShouldBe("3");
        (await eve.Hold(evening, voucher: "BAND")).ShouldFail(409, "voucher-expired");
        (await evening.PlacesTaken()).ShouldBe(2);
        (await eve.Delete($"/holds/{held.Id}")).ShouldBe(200);
        (await evening.PlacesTaken()).ShouldBe(1);
        (await ben.Cancel(evening, kept)).ShouldBe(200);
        (await evening.PlacesTaken()).ShouldBe(0);
        (await eve.Book(evening, 3)).ShouldBe(201);
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task What_is_held_in_time_is_ordered()
    {
        var evening = await Evening.New(places: 1);
        (await evening.Keep("BAND", 1)).ShouldBe(201);
        var ben = await Cast.Ben();
        var hold = (await ben.Hold(evening, voucher: "BAND")).ShouldBe(201);
        await evening.ExpireVouchers();
        await End();

        (await ben.Order(hold)).ShouldBe(201);

        (await (await Cast.Eve()).Book(evening)).ShouldFail(409, "section-sold-out");
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task It_comes_by_itself()
    {
        var evening = await Evening.New(places: 1);
        (await evening.Keep("BAND", 1)).ShouldBe(201);

        await evening.ExpireVouchers();

        await Eventually.ShouldBeTrue(
            async () => await evening.PlacesTaken() == 0,
            "what was kept has returned"
        );
    }

    [Fact]
    public async Task It_looks_at_those_that_have_something_to_give_back()
    {
        var evening = await Evening.New();
        await using var connection = new NpgsqlConnection(Server.Connection);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var undone = await connection.BeginTransactionAsync(
            TestContext.Current.CancellationToken
        );
        await using var ended = new NpgsqlCommand(
            """
            INSERT INTO ticketing.vouchers (event_id, code, percent_off, section_id, reserved_places, ended_at, valid_until)
            SELECT $1, n::text, 0, section.id, 1, now(), now() FROM ticketing.sections AS section, generate_series(1, 20000) AS n
            WHERE section.event_id = $1
            """,
            connection
        )
        {
            Parameters = { new() { Value = evening.Id } },
        };
        await ended.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await connection.ShouldReadFewerThan(1000, EndVouchers.Ended);
    }

    private static async Task End()
    {
        await using var scope = Server.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<EndVouchers>()
            .Run(TestContext.Current.CancellationToken);
    }

    private static async Task<string> Item(Evening evening, string name) =>
        (await evening.Organiser.Get($"/events/{evening.Id}/vouchers")).Rows[0].GetProperty(name).ToString();
}
