using Microsoft.Extensions.DependencyInjection;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Lanes;

namespace Seatmate.Tests.Ticketing.Lanes;

/// <summary>What is sold out is refused from memory, but never longer than it is true.</summary>
public sealed class SoldOutTests
{
    [Fact]
    public async Task What_comes_free_is_on_sale_at_once_at_the_same_server()
    {
        var evening = await Evening.New(places: 1);
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        for (var round = 0; round < 5; round++)
        {
            var booking = (await ben.Book(evening)).ShouldBe(201);
            await Refused(eve, evening);

            (await ben.Cancel(evening, booking)).ShouldBe(200);

            (await eve.Cancel(evening, (await eve.Book(evening)).ShouldBe(201))).ShouldBe(200);
        }
    }

    [Fact]
    public async Task What_comes_free_at_another_server_is_on_sale_within_a_second()
    {
        await using var server = await TestServer.StartAsync();
        await using var second = await server.StartBesideAsync();
        var evening = await Evening.New(server, places: 1);
        var (ben, eve) = (await Cast.Ben(server), await Cast.Eve(server));
        var booking = (await ben.Book(evening)).ShouldBe(201);
        await Refused(eve, evening);

        (await ben.At(second).Cancel(evening, booking)).ShouldBe(200);

        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        (await eve.Book(evening)).ShouldBe(201);
    }

    [Fact]
    public async Task Many_who_are_refused_are_a_rush_too()
    {
        await using var server = await TestServer.StartAsync();
        var (soldOut, rush) = (
            server.Services.GetRequiredService<SoldOut>(),
            server.Services.GetRequiredService<Rush>()
        );
        var evening = await Evening.New(server, places: 1);
        var (ben, eve) = (await Cast.Ben(server), await Cast.Eve(server));
        (await ben.Book(evening)).ShouldBe(201);

        await Eventually.ShouldBeTrue(
            async () =>
            {
                await Refused(eve, evening);
                for (var refusal = 0; refusal < 1000; refusal++)
                    soldOut.Refuse(evening.Id, Evening.Floor);
                return rush.IsOn;
            },
            "the rush is felt"
        );
    }

    [Fact]
    public async Task A_repetition_gets_its_place_although_it_was_the_last()
    {
        var evening = await Evening.New(places: 1);
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        var first = (
            await ben.Post(evening.Bookings, new { seat_section = "Floor" }, ("Idempotency-Key", "last"))
        ).ShouldBe(201);
        await Refused(eve, evening);

        (await ben.Post(evening.Bookings, new { seat_section = "Floor" }, ("Idempotency-Key", "last")))
            .ShouldBe(201)
            .Body.ShouldBe(first.Body);
        (await ben.Hold(evening)).ShouldFail(409, "section-sold-out");
    }

    /// <summary>Several times: the first is refused by a batch, the next from memory.</summary>
    private static async Task Refused(Person buyer, Evening evening)
    {
        for (var time = 0; time < 3; time++)
            (await buyer.Book(evening)).ShouldFail(
                409,
                "section-sold-out",
                "No more Floor tickets available, please select a different seat section"
            );
    }
}
