namespace Seatmate.Tests.Ticketing.Holds;

/// <summary>What a guest does with what they hold, by the token they were given with it.</summary>
public sealed class GuestHoldTests
{
    private static readonly object Three = new
    {
        lines = new[] { new { section = Evening.Floor, quantity = 3 } },
    };

    [Fact]
    public async Task It_is_changed_until_the_same_deadline_and_stays_theirs()
    {
        var evening = await Evening.New(price: 10);
        var (gil, hold) = await Gil(evening);

        var changed = (await gil.Patch($"/holds/{hold.Id}", Three)).ShouldBe(200);

        changed.Decimal("total").ShouldBe(30);
        changed.Text("expires_at").ShouldBe(hold.Text("expires_at"));
        changed.Text("token").ShouldBe(hold.Text("token"));
        (await evening.PlacesTaken()).ShouldBe(3);
        (await evening.Server.OrderAsGuest(changed, "gil@example.org")).ShouldBe(201);
    }

    [Fact]
    public async Task It_is_extended_once()
    {
        var (gil, hold) = await Gil(await Evening.New());

        var extended = (await gil.Post($"/holds/{hold.Id}/extension")).ShouldBe(200);

        Deadline(extended).ShouldBe(Deadline(hold) + TimeSpan.FromMinutes(20));
        extended["extendable"].GetBoolean().ShouldBeFalse();
        (await gil.Post($"/holds/{hold.Id}/extension")).ShouldFail(409, "hold-extended-already");
    }

    [Fact]
    public async Task However_often_an_extension_is_asked_for_under_one_key_it_is_one()
    {
        var (gil, hold) = await Gil(await Evening.New());
        var key = ("Idempotency-Key", $"more-{hold.Id}");

        var first = (await gil.Post($"/holds/{hold.Id}/extension", null, key)).ShouldBe(200);
        var again = await Race.AtOnce(4, _ => gil.Post($"/holds/{hold.Id}/extension", null, key));

        again.Select(answer => answer.ShouldBe(200).Body).Append(first.Body).Distinct().Count().ShouldBe(1);
        Deadline((await gil.Get($"/holds/{hold.Id}")).ShouldBe(200)).ShouldBe(Deadline(first));
    }

    [Fact]
    public async Task Extensions_asked_for_at_once_under_one_key_are_one()
    {
        var (gil, hold) = await Gil(await Evening.New());
        var key = ("Idempotency-Key", $"more-{hold.Id}");

        var answers = await Race.AtOnce(8, _ => gil.Post($"/holds/{hold.Id}/extension", null, key));

        answers.Select(answer => answer.ShouldBe(200).Body).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task It_is_given_back_and_twice_is_the_same()
    {
        var evening = await Evening.New(places: 1);
        var (gil, hold) = await Gil(evening);

        (await gil.Delete($"/holds/{hold.Id}")).ShouldBe(200);

        (await evening.PlacesTaken()).ShouldBe(0);
        (await gil.Delete($"/holds/{hold.Id}")).ShouldBe(200);
        (await gil.Get($"/holds/{hold.Id}")).ShouldBe(200).Text("status").ShouldBe("released");
        (await gil.Patch($"/holds/{hold.Id}", Three)).ShouldFail(410, "hold-expired");
        (await gil.Post($"/holds/{hold.Id}/extension")).ShouldFail(410, "hold-expired");
    }

    [Fact]
    public async Task Without_its_token_it_is_not_there()
    {
        var evening = await Evening.New();
        var (gil, hold) = await Gil(evening);
        var (gwen, _) = await Gil(evening);
        var cleo = await Cast.Cleo();
        Client[] others = [evening.Server.Anyone, gwen, new Guest(evening.Server, "no-token"), cleo];

        foreach (var other in others)
        {
            (await other.Patch($"/holds/{hold.Id}", Three)).ShouldFail(404, "not-found");
            (await other.Post($"/holds/{hold.Id}/extension")).ShouldFail(404, "not-found");
            (await other.Delete($"/holds/{hold.Id}")).ShouldFail(404, "not-found");
        }

        var seen = (await gil.Get($"/holds/{hold.Id}")).ShouldBe(200);
        seen.Text("status").ShouldBe("held");
        seen["total_tickets"].GetInt32().ShouldBe(1);
        Deadline(seen).ShouldBe(Deadline(hold));
    }

    /// <summary>A guest who holds one place.</summary>
    private static async Task<(Guest Gil, Answer Hold)> Gil(Evening evening)
    {
        var hold = (await evening.Server.Anyone.Hold(evening)).ShouldBe(201);
        return (new(evening.Server, hold.Text("token")!), hold);
    }

    private static DateTimeOffset Deadline(Answer hold) => hold["expires_at"].GetDateTimeOffset();
}
