using Microsoft.Extensions.DependencyInjection;
using Seatmate.Ticketing.Lanes;

namespace Seatmate.Tests.Concurrency;

/// <summary>An event is changed or called off in the very moment in which somebody takes places of it.</summary>
public sealed class TermsRacesTests(TwoServers two) : IClassFixture<TwoServers>
{
    private const string Guard = "terms_not_overtaken";

    [Fact]
    public async Task A_hold_that_waited_for_a_change_has_the_new_price()
    {
        (await HoldWhileRepricing(two)).Decimal("total").ShouldBe(25);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_guard_a_hold_that_waited_for_a_change_has_the_old_price()
    {
        await using var broken = await TwoServers.Without(TwoServers.TermsUnchecked);

        (await HoldWhileRepricing(broken)).Decimal("total").ShouldBe(10);
        Control.FailedAsExpected(Guard, "10.00 was asked after the price was 25.00");
    }

    [Fact]
    public async Task Places_that_are_just_being_held_are_not_when_the_sale_is_put_off()
    {
        (await HoldWhilePuttingOff(two)).ShouldFail(409, "sale-not-started");
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_guard_they_are_held_before_the_sale_starts()
    {
        await using var broken = await TwoServers.Without(TwoServers.TermsUnchecked);

        (await HoldWhilePuttingOff(broken)).ShouldBe(201);
        Control.FailedAsExpected(Guard, "a place was held after the sale was put off");
    }

    [Fact]
    public async Task What_is_given_back_and_taken_in_one_batch_is_not_sold_of_an_event_that_was_called_off()
    {
        var evening = await Evening.New(two.First);
        var (ben, eve) = (await Cast.Ben(two.Second), await Cast.Eve(two.Second));
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        (await eve.Hold(evening)).ShouldBe(201);
        var lanes = two.Second.Services.GetRequiredService<OrderLanes>();
        await using var ahead = await Gate.Before(two.First, "ticketing.claims");
        var first = Fulfil(Hold(ben));
        await ahead.ShouldHaveWaiting(1);
        var released = Fulfil(new ReleaseWish(new(ben.Id, null), hold.Id, default));
        var taken = Fulfil(Hold(eve));
        var behind = Gate.Before(two.First, "ticketing.claims");
        await ahead.ShouldHaveWaiting(2);
        await ahead.Open();
        await using (var batch = await behind)
        {
            await batch.ShouldHaveWaiting(1);
            (await evening.Organiser.Delete($"/events/{evening.Id}")).ShouldBe(200);
            await batch.Open();
        }

        (await first)!.Status.ShouldBe(201);
        (await released)!.Status.ShouldBeOneOf(200, 410);
        (await taken)!.Status.ShouldBe(404);
        await two.First.ShouldComeToRest();
        (await evening.PlacesTaken()).ShouldBe(0);
        await two.First.ShouldBeSound();

        Task<LaneAnswer?> Fulfil(Wish wish) => lanes.Fulfil(evening.Id, wish);
    }

    private static HoldWish Hold(Person person) =>
        new(new(person.Id, null), null, [new(Evening.Floor, 1, [])], null, null, default);

    /// <summary>A guest's hold, decided before the sale is put off and written after it.</summary>
    private static async Task<Answer> HoldWhilePuttingOff(TwoServers servers)
    {
        var evening = await Evening.New(servers.First);
        var change = new { sale_starts_at = "2031-04-01T10:00:00Z" };
        await using var gate = await Gate.Before(servers.First, "ticketing.claims");
        var hold = servers.Second.Anyone.Hold(evening);
        await gate.ShouldHaveWaiting(1);

        (await evening.Organiser.Patch($"/events/{evening.Id}", change)).ShouldBe(200);

        await gate.Open();
        return await hold;
    }

    /// <summary>A guest's hold, while the price is raised in a transaction that is not over.</summary>
    private static async Task<Answer> HoldWhileRepricing(TwoServers servers)
    {
        var evening = await Evening.New(servers.First, price: 10);
        await using var gate = await Gate.Before(servers.First, "platform.audit");
        var change = evening.Reprice(25);
        await gate.ShouldHaveWaiting(1);
        var hold = servers.Second.Anyone.Hold(evening);

        await servers.First.ShouldHaveWaitingForRows(1);
        await gate.Open();

        await change;
        return (await hold).ShouldBe(201);
    }
}
