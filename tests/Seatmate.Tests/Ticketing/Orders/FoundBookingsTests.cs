namespace Seatmate.Tests.Ticketing.Orders;

/// <summary>For whom a guest's booking is there, at every address where it could be.</summary>
public sealed class FoundBookingsTests
{
    private static readonly (HttpMethod Method, string Below)[] Addresses =
    [
        (HttpMethod.Get, ""),
        (HttpMethod.Patch, ""),
        (HttpMethod.Put, ""),
        (HttpMethod.Delete, ""),
        (HttpMethod.Get, "/calendar.ics"),
        (HttpMethod.Get, "/invoice"),
        (HttpMethod.Post, "/invoice"),
        (HttpMethod.Get, "/invoice/1"),
    ];

    [Fact]
    public async Task Who_shows_its_token_finds_it_and_for_all_others_it_is_as_if_it_were_not()
    {
        var evening = await Evening.New(price: 10);
        var (gil, order) = await Guest.Buys(evening);
        var (other, _) = await Guest.Buys(evening);
        var forger = new Guest(evening.Server, "wrong");
        var cleo = await Cast.Cleo();

        foreach (var (method, below) in Addresses)
        {
            foreach (var stranger in new Client[] { other, forger, cleo, evening.Server.Anyone })
            {
                var refused = await Ask(stranger, evening, order.Id);
                var missing = await Ask(stranger, evening, 999_999_999);
                refused.Status.ShouldBe(stranger == evening.Server.Anyone ? 401 : 404, $"{method} {below}");
                Without(refused, order.Id).ShouldBe(Without(missing, 999_999_999));
            }

            Task<Answer> Ask(Client who, Evening at, long id) =>
                who.Send(
                    method,
                    $"{at.Bookings}/{id}{below}",
                    method == HttpMethod.Patch || method == HttpMethod.Put
                        ? new StringContent("{}", null, "application/json")
                        : null
                );
        }

        (await gil.Sees(order, "confirmed")).TicketStatuses().ShouldBe(["valid"]);
        foreach (var below in new[] { "", "/calendar.ics", "/invoice" })
            (await gil.Get($"{evening.Bookings}/{order.Id}{below}")).ShouldBe(200);
    }

    [Fact]
    public async Task The_token_opens_one_booking_and_no_list()
    {
        var evening = await Evening.New();
        var (gil, order) = await Guest.Orders(evening);

        (await gil.Look(evening, order)).ShouldBe(200).Header("Cache-Control").ShouldBe("no-store");
        (await gil.Look(await Evening.New(), order)).ShouldFail(404, "not-found");
        (await gil.Get(evening.Bookings)).ShouldFail(401, "sign-in-needed");
        (await gil.Get($"/bookings/{order.Text("booking_id")}")).ShouldFail(401, "sign-in-needed");
        (await gil.Post($"{evening.Bookings}/{order.Id}/cancellation", new { reason = "Mine" })).ShouldFail(
            401,
            "sign-in-needed"
        );
        (await gil.Get($"{evening.Bookings}/{order.Id}", ("Authorization", "Bearer wrong"))).ShouldFail(
            401,
            "sign-in-needed"
        );
    }

    [Fact]
    public async Task It_stays_its_guests_when_the_event_is_a_draft_again()
    {
        var evening = await Evening.New();
        var (gil, order) = await Guest.Orders(evening);
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { status = "draft" })).ShouldBe(200);

        (await new Guest(evening.Server, "wrong").Look(evening, order)).ShouldFail(
            404,
            "not-found",
            $"Event with id {evening.Id} not found"
        );
        (await gil.Look(evening, order)).ShouldBe(200);
        (await gil.Cancel(evening, order)).ShouldBe(200);
    }

    [Fact]
    public async Task A_persons_booking_is_no_guests_also_after_they_have_left()
    {
        var evening = await Evening.New(price: 10);
        var hold = (await evening.Server.Anyone.Hold(evening)).ShouldBe(201);
        var ben = await Cast.Ben();
        var order = (await ben.Post("/orders", new { hold_id = hold.Id }, hold.AsGuest())).ShouldBe(201);
        await ben.Pay(evening, order);
        var holder = new Guest(evening.Server, hold.Text("token")!);
        (await holder.Cancel(evening, order)).ShouldFail(404, "not-found");

        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);

        (await holder.Get($"/orders/{order.Id}")).ShouldFail(404, "not-found");
        (await holder.Cancel(evening, order)).ShouldFail(404, "not-found");
        (await evening.TicketsSold()).ShouldBe(1);
    }

    private static string Without(Answer answer, long id) =>
        answer.Body.Replace($" {id} ", " … ", StringComparison.Ordinal);
}
