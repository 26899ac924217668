namespace Seatmate.Tests.Events;

/// <summary>The invariants of Events are broken by hand and found.</summary>
public sealed class EventsInvariantsTests
{
    [Fact]
    public async Task Stars_that_no_review_gave_are_found()
    {
        await using var server = await TestServer.StartAsync();
        var evening = await Evening.New(server);
        await server.ShouldBeSound();

        await server.Execute(
            "UPDATE events.events SET stars_sum = 5, review_count = 1 WHERE id = $1",
            evening.Id
        );

        (await server.Violations()).ShouldHaveSingleItem().ShouldContain("5 stars in 1 reviews");
    }
}
