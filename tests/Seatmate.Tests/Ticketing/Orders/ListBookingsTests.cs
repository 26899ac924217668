using System.Text.Json;

namespace Seatmate.Tests.Ticketing.Orders;

public sealed class ListBookingsTests
{
    [Fact]
    public async Task The_organiser_sees_all_and_others_their_own_newest_first()
    {
        var evening = await Evening.New();
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        var first = (await ben.Book(evening)).ShouldBe(201).Id;
        var second = (await eve.Book(evening)).ShouldBe(201).Id;
        var third = (await ben.Book(evening, 2)).ShouldBe(201).Id;

        Ids(await evening.Organiser.Get(evening.Bookings)).ShouldBe([third, second, first]);
        Ids(await (await Cast.Admin()).Get(evening.Bookings)).ShouldBe([third, second, first]);
        Ids(await ben.Get(evening.Bookings)).ShouldBe([third, first]);
        Ids(await eve.Get(evening.Bookings)).ShouldBe([second]);
        Ids(await (await Cast.Cleo()).Get(evening.Bookings)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_called_off_or_has_lapsed_unpaid_is_no_booking_anymore()
    {
        var evening = await Evening.New(price: 5);
        var ben = await Cast.Ben();
        var (cancelled, late, kept) = (
            (await ben.Book(evening)).ShouldBe(201),
            (await ben.Book(evening)).ShouldBe(201),
            (await ben.Book(evening)).ShouldBe(201)
        );
        (await ben.Cancel(evening, cancelled)).ShouldBe(200);
        await evening.Server.PassDeadline(late);

        Ids(await ben.Get(evening.Bookings)).ShouldBe([kept.Id]);
        Ids(await ben.Get($"/user/{ben.Id}/bookings")).ShouldBe([kept.Id, late.Id, cancelled.Id]);
    }

    [Fact]
    public async Task A_long_list_comes_in_pages_without_holes()
    {
        var evening = await Evening.New();
        var crowd = await Cast.Crowd(7);
        foreach (var person in crowd)
            (await person.Book(evening)).ShouldBe(201);

        var pages = await evening.Organiser.GetPages($"{evening.Bookings}?limit=3");

        pages.Select(page => page.Rows.Count).ShouldBe([3, 3, 1]);
        pages.SelectMany(Ids).ShouldBe(pages.SelectMany(Ids).OrderDescending());
        pages.SelectMany(Ids).Distinct().Count().ShouldBe(7);
    }

    [Fact]
    public async Task Ones_history_is_for_oneself_and_for_admins_whom_one_lets_look()
    {
        var (here, there) = (await Evening.New(), await Evening.New());
        var ben = await Cast.Ben();
        var first = (await ben.Book(here)).ShouldBe(201).Id;
        var second = (await ben.Book(there)).ShouldBe(201).Id;

        var (history, consent) = ($"/user/{ben.Id}/bookings", $"/user/{ben.Id}/support-consent");
        Ids(await ben.Get(history)).ShouldBe([second, first]);
        var admin = await Cast.Admin();
        (await admin.Get(history)).ShouldFail(403, "consent-needed");
        (await ben.Post(consent, new { hours = 1 })).ShouldBe(200);
        Ids(await admin.Get(history)).ShouldBe([second, first]);
        (await ben.Get(consent))["looks"].GetArrayLength().ShouldBe(1, "Ben sees that somebody has looked");
        (await admin.Get("/user/999999999/bookings")).ShouldFail(404, "not-found");
        foreach (var who in new[] { await Cast.Cleo(), here.Organiser })
            (await who.Get(history)).ShouldFail(404, "not-found", $"User with id {ben.Id} not found");
    }

    private static IEnumerable<long> Ids(Answer list) => list.ShouldBe(200).Rows.Select(Id);

    private static long Id(JsonElement booking) => booking.GetProperty("id").GetInt64();
}
