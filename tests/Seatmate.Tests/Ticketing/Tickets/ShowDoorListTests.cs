namespace Seatmate.Tests.Ticketing.Tickets;

public sealed class ShowDoorListTests
{
    [Fact]
    public async Task The_door_sees_who_comes_and_nothing_of_money()
    {
        var evening = await Evening.New(price: 10);
        var (ben, dov) = (await Cast.Ben(), await Cast.Dov());
        var booking = await ben.Buy(evening, 2);
        (await (await Cast.Eve()).Book(evening)).ShouldBe(201);
        var team = (await evening.Organiser.Get("/organisers")).Rows[0].GetProperty("id").GetInt64();
        await evening.Server.TakeIn(team, dov, "door");

        var list = (await dov.Get($"/events/{evening.Id}/door-list")).ShouldBe(200);

        list.Rows.Select(row => row.GetProperty("number").GetString()).ShouldBe(booking.TicketNumbers());
        list.Rows[0].GetProperty("name").GetString().ShouldBe(ben.Name);
        list.Rows[0].GetProperty("section").GetString().ShouldBe(Evening.Floor);
        list.Body.ShouldNotContain(ben.Email);
        list.Body.ShouldNotContain("price");
        var pages = await dov.GetPages($"/events/{evening.Id}/door-list?limit=1");
        pages.SelectMany(page => page.Rows).Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_stranger_does_not_see_it()
    {
        var evening = await Evening.New();
        var draft = await evening.Organiser.List(new { status = "draft" });
        var cleo = await Cast.Cleo();

        (await cleo.Get($"/events/{evening.Id}/door-list")).ShouldFail(403, "forbidden");
        (await cleo.Get($"/events/{draft.Id}/door-list")).ShouldFail(404, "not-found");
    }
}
