using Microsoft.Extensions.DependencyInjection;
using Seatmate.Ticketing.Lanes;

namespace Seatmate.Tests.Ticketing.Lanes;

/// <summary>A batch sees whether somebody else sold of the same stocks between its reading and its writing.</summary>
public sealed class MetOthersTests(OwnServer own) : IClassFixture<OwnServer>
{
    [Fact]
    public async Task A_lane_that_sells_alone_meets_nobody()
    {
        var evening = await Evening.New(own.Server, perPerson: 100);
        var eve = await Cast.Eve(own.Server);
        var carryover = new Carryover(evening.Id);

        for (var i = 0; i < 20; i++)
            (await MeetsOthers(carryover, eve.Id)).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_decides_on_what_was_carried_over_sees_that_others_sold()
    {
        var evening = await Evening.New(own.Server, places: 10_000, perPerson: 10_000);
        var (ben, eve) = (await Cast.Ben(own.Server), await Cast.Eve(own.Server));
        var carryover = new Carryover(evening.Id);

        await Eventually.ShouldBeTrue(
            async () =>
            {
                await MeetsOthers(carryover, eve.Id);
                (await ben.Book(evening)).ShouldBe(201);
                return await MeetsOthers(carryover, eve.Id);
            },
            "the counts were not as the batch thought",
            within: TimeSpan.FromSeconds(30)
        );
        await own.Server.ShouldBeSound();
    }

    /// <summary>One batch of one wish, beside the server's own lane.</summary>
    private async Task<bool> MeetsOthers(Carryover carryover, long buyerId)
    {
        var turn = new Turns(() => { }, TimeProvider.System).TryTake(1)!;
        var wish = new BookWish(
            buyerId,
            new(Evening.Floor, 1, []),
            key: null,
            TestContext.Current.CancellationToken
        );
        await own
            .Server.Services.GetRequiredService<LaneBatches>()
            .Run(carryover, turn, [wish], reads: false);
        (await wish.Answer)!.Status.ShouldBe(201);
        return turn.MetOthers;
    }
}
