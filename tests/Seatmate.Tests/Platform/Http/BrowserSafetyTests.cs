namespace Seatmate.Tests.Platform.Http;

public sealed class BrowserSafetyTests
{
    private static readonly TestServer Server = TestServer.Shared;

    [Fact]
    public async Task What_is_a_guests_no_cache_keeps()
    {
        var evening = await Evening.New();
        var hold = (await Server.Anyone.Hold(evening)).ShouldBe(201);

        var answers = new[]
        {
            (await Server.Anyone.Get($"/holds/{hold.Id}", hold.AsGuest())).ShouldBe(200),
            (await Server.Anyone.Get($"/holds/{hold.Id}")).ShouldBe(404),
            (await Server.Anyone.Get($"/orders/{hold.Id}", hold.AsGuest())).ShouldBe(404),
        };

        foreach (var answer in answers)
            answer.Header("Cache-Control").ShouldBe("no-store");
    }

    [Fact]
    public async Task What_is_everybodys_may_be_kept()
    {
        var evening = await Evening.New();

        (await Server.Anyone.Get($"/events/{evening.Id}"))
            .ShouldBe(200)
            .Header("Cache-Control")
            .ShouldNotBe("no-store");
    }
}
