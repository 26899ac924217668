namespace Seatmate.Tests.Notifications.Push;

public sealed class SubscribeToPushTests
{
    private const string Address = "/push/subscriptions";

    [Fact]
    public async Task A_browser_is_subscribed_once_however_often_and_leaves_again()
    {
        using var browser = new Browser();
        var ben = await Cast.Ben();

        var answers = await Race.AtOnce(5, _ => ben.Post(Address, browser.Subscription(Public(browser))));

        answers.ShouldAllBe(answer => answer.Status == 201);
        var mine = (await ben.Get(Address)).ShouldBe(200).Rows.ShouldHaveSingleItem();
        mine.GetProperty("endpoint").GetString().ShouldBe(Public(browser));
        var one = $"{Address}/{mine.GetProperty("id").GetInt64()}";
        (await (await Cast.Cleo()).Delete(one)).ShouldFail(404, "not-found");
        (await ben.Delete(one)).ShouldBe(200);
        (await ben.Delete(one)).ShouldFail(404, "not-found");
        (await ben.Get(Address)).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_signs_in_at_the_same_browser_takes_it_over_and_who_only_knows_its_address_does_not()
    {
        using var browser = new Browser();
        using var thief = new Browser();
        var (ben, eve, cleo) = (await Cast.Ben(), await Cast.Eve(), await Cast.Cleo());
        (await ben.Post(Address, browser.Subscription(Public(browser)))).ShouldBe(201);

        (await cleo.Post(Address, thief.Subscription(Public(browser)))).ShouldFail(409, "taken");
        (await ben.Get(Address)).Rows.Count.ShouldBe(1);
        (await eve.Post(Address, browser.Subscription(Public(browser)))).ShouldBe(201);

        (await ben.Get(Address)).Rows.ShouldBeEmpty();
        (await eve.Get(Address)).Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_more_than_twenty_the_oldest_goes()
    {
        var ben = await Cast.Ben();
        var browsers = Enumerable.Range(0, 22).Select(_ => new Browser()).ToList();

        foreach (var browser in browsers)
            (await ben.Post(Address, browser.Subscription(Public(browser)))).ShouldBe(201);

        var kept = (await ben.Get(Address)).Rows.Select(row => row.GetProperty("endpoint").GetString());
        kept.ShouldBe(browsers.Skip(2).Reverse().Select(Public));
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact]
    public async Task Whoever_signs_out_or_is_signed_out_is_pushed_to_no_more()
    {
        using var browser = new Browser();
        var ben = await Cast.Ben();
        (await ben.Post(Address, browser.Subscription(Public(browser)))).ShouldBe(201);

        (await ben.Post("/auth/logout")).ShouldBe(200);

        (
            await ben.Server.Ask<long>(
                "SELECT count(*) FROM notifications.push_subscriptions WHERE user_id = $1",
                ben.Id
            )
        ).ShouldBe(0);
    }

    [Theory]
    [InlineData("http://push.seatmate.example/send/1")]
    [InlineData("https://127.0.0.1/send/1")]
    [InlineData("https://10.1.2.3/send/1")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::1]/send/1")]
    [InlineData("https://[fd00::1]/send/1")]
    [InlineData("https://[::ffff:127.0.0.1]/send/1")]
    [InlineData("https://2130706433/send/1")]
    [InlineData("https://localhost/send/1")]
    [InlineData("https://push.seatmate.example:8443/send/1")]
    [InlineData("https://user:secret@push.seatmate.example/send/1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("push.seatmate.example")]
    [InlineData("")]
    public async Task Only_public_addresses_over_TLS_are_pushed_to(string endpoint)
    {
        using var browser = new Browser();

        (await (await Cast.Ben()).Post(Address, browser.Subscription(endpoint))).ShouldBeInvalid("endpoint");
    }

    [Fact]
    public async Task Nonsense_is_refused()
    {
        using var browser = new Browser();
        var ben = await Cast.Ben();
        var endpoint = Public(browser);

        foreach (var key in new[] { "", "AA", "not base64!", browser.Auth, $"{browser.P256dh[..^2]}AA" })
            (
                await ben.Post(
                    Address,
                    new
                    {
                        endpoint,
                        p256dh = key,
                        auth = browser.Auth,
                    }
                )
            ).ShouldBeInvalid("p256dh");
        (
            await ben.Post(
                Address,
                browser.Subscription($"https://push.seatmate.example/{new string('x', 1000)}")
            )
        ).ShouldBeInvalid("endpoint");
        (await ben.Post(Address, new { })).ShouldBeInvalid("endpoint");
    }

    private static string Public(Browser browser) => $"https://push.seatmate.example{browser.Path}";
}
