using System.Text;

namespace Seatmate.Tests.Notifications.Reports;

public sealed class ShowMonthlyReportTests
{
    [Fact]
    public async Task It_tells_what_was_booked_paid_seen_said_and_liked()
    {
        var (dear, free) = (await Evening.New(price: 12.5m), await Evening.New());
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        await ben.Buy(dear, 2);
        (await ben.Cancel(dear, await ben.Buy(dear))).ShouldBe(200);
        (await ben.Book(free)).ShouldBe(201);
        await free.Begins("1 minute");
        (await ben.Review(free, 4)).ShouldBe(201);
        var post = (await ben.Post("/posts", new { title = "Who walks?", content = "Far." })).ShouldBe(201);
        foreach (var person in new[] { ben, eve })
            (await person.Post($"/posts/{post.Id}/likes")).ShouldBe(201);

        var now = TimeProvider.System.GetUtcNow();
        var month = (await ben.Get($"/reports/monthly?month={now:yyyy-MM}")).ShouldBe(200);

        month["bookings"].GetInt32().ShouldBe(2);
        month["tickets"].GetInt32().ShouldBe(3);
        var money = month["money"].EnumerateArray().ShouldHaveSingleItem();
        money.GetProperty("paid").GetDecimal().ShouldBe(37.5m);
        money.GetProperty("refunded").GetDecimal().ShouldBe(12.5m);
        month["posts"].GetInt32().ShouldBe(1);
        month["likes_given"].GetInt32().ShouldBe(1);
        month["likes_received"].GetInt32().ShouldBe(1, "one's own is not received");
        month["reviews"].GetInt32().ShouldBe(1);
        month["events_seen"].GetInt32().ShouldBe(1);
        (await eve.Get($"/reports/monthly?month={now:yyyy-MM}"))["bookings"].GetInt32().ShouldBe(0);
        (await ben.Get("/reports/monthly"))["month"]
            .GetString()
            .ShouldBe($"{now.AddDays(1 - now.Day).AddMonths(-1):yyyy-MM}");
    }

    [Fact]
    public async Task A_month_begins_at_midnight_of_ones_own_clock_also_when_the_clocks_change()
    {
        var ben = await Cast.Ben();
        await ben.Server.Execute(
            "UPDATE accounts.users SET time_zone = 'Europe/Berlin' WHERE id = $1",
            ben.Id
        );
        // March has summer time at its end and winter time at its beginning.
        foreach (
            var at in new[]
            {
                "2031-02-28T22:59:59Z",
                "2031-02-28T23:00:00Z",
                "2031-03-31T21:59:59Z",
                "2031-03-31T22:00:00Z",
            }
        )
            await ben.Server.Execute(
                "INSERT INTO social.posts (author_id, title, content, created_at) VALUES ($1, 'Walk', 'Far.', $2::timestamptz)",
                ben.Id,
                at
            );

        (await ben.Get("/reports/monthly?month=2031-03"))["posts"].GetInt32().ShouldBe(2);
        (await ben.Get("/reports/monthly?month=2031-02"))["posts"].GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("2031-13")]
    [InlineData("October")]
    [InlineData("2031-1")]
    [InlineData("0001-01")]
    public async Task What_is_no_month_is_refused(string month) =>
        (await (await Cast.Ben()).Get($"/reports/monthly?month={month}")).ShouldBeInvalid("month");
}

public sealed class ShowMonthlyPaperTests
{
    [Fact]
    public async Task The_same_comes_as_a_pdf_of_ones_own()
    {
        var ben = await Cast.Ben();

        var paper = (await ben.Get("/reports/monthly.pdf?month=2031-03")).ShouldBe(200);

        paper.ContentType.ShouldBe("application/pdf");
        Encoding.Latin1.GetString(paper.Bytes).ShouldStartWith("%PDF-1.7");
        (await ben.Get("/reports/monthly.pdf?month=x")).ShouldBeInvalid("month");
        (await ben.Server.Anyone.Get("/reports/monthly.pdf")).ShouldBe(401);
    }
}

public sealed class ChangeReportSettingTests
{
    [Fact]
    public async Task A_pdf_comes_for_who_wants_it_and_the_last_word_counts()
    {
        var ben = await Cast.Ben();
        (await ben.Get("/reports/setting"))["pdf"].GetBoolean().ShouldBeFalse();

        (await ben.Put("/reports/setting", new { pdf = true })).ShouldBe(200);
        (await ben.Get("/reports/setting"))["pdf"].GetBoolean().ShouldBeTrue();
        await Race.AtOnce(4, number => ben.Put("/reports/setting", new { pdf = number % 2 == 0 }));
        (await ben.Put("/reports/setting", new { pdf = false }))["pdf"].GetBoolean().ShouldBeFalse();
        (await ben.Put("/reports/setting", new { })).ShouldBeInvalid("pdf");
    }
}
