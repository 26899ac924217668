using System.Collections.Concurrent;
using System.Diagnostics;

namespace Seatmate.Tests.Events.Listings;

/// <summary>What public pages of events show while they come from memory.</summary>
public sealed class ReadyEventsTests
{
    private static readonly TimeSpan OldestShown = TimeSpan.FromSeconds(1);

    /// <summary>A timer may end some milliseconds early.</summary>
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Everybody_but_its_team_gets_the_same()
    {
        var evening = await Evening.New();
        var path = $"/events/{evening.Id}";
        var cleo = await Cast.Cleo();
        var admin = await Cast.Admin();
        var nobodys = await evening.Server.Anyone.Get(path);

        for (var turn = 0; turn < 2; turn++)
        {
            (await cleo.Get(path)).Body.ShouldBe(nobodys.Body);
            (await admin.Get(path)).Body.ShouldBe(nobodys.Body);
            var own = await evening.Organiser.Get(path);
            own["can_edit"].GetBoolean().ShouldBeTrue();
            own.Header("Vary").ShouldNotBeNull().ShouldContain("Cookie");
            own.Header("ETag").ShouldBeNull();
        }
        nobodys.Body.ShouldNotContain("team");
    }

    [Fact]
    public async Task What_is_taken_back_or_called_off_is_gone_at_once()
    {
        var ada = await Cast.Ada();
        var cleo = await Cast.Cleo();
        var made = await ada.List(new { status = "draft" });
        string[] paths =
        [
            $"/events/{made.Id}",
            $"/events/by-slug/{made.Text("slug")}",
            $"/e/{made.Text("slug")}",
            $"/events/search/{made.Text("title")}",
        ];
        await ShouldAnswer(404);

        foreach (var status in new[] { "published", "draft", "published" })
        {
            (await ada.Patch($"/events/{made.Id}", new { status })).ShouldBe(200);
            await ShouldAnswer(status == "draft" ? 404 : 200);
        }
        (await ada.Delete($"/events/{made.Id}")).ShouldBe(200);
        await ShouldAnswer(404);

        async Task ShouldAnswer(int status)
        {
            foreach (var path in paths)
            {
                (await TestServer.Shared.Anyone.Get(path)).ShouldBe(status);
                (await cleo.Get(path)).ShouldBe(status);
            }
        }
    }

    [Fact]
    public async Task A_change_shows_at_once_however_many_there_are()
    {
        var ada = await Cast.Ada();
        var made = await ada.List();

        // More in a second than the commits that may hurry a renewal.
        for (var turn = 1; turn <= 20; turn++)
        {
            (await ada.Patch($"/events/{made.Id}", new { title = $"Name {turn}" })).ShouldBe(200);
            (await TestServer.Shared.Anyone.Get($"/events/{made.Id}")).Text("title").ShouldBe($"Name {turn}");
        }
    }

    [Fact]
    public async Task Another_process_shows_a_change_after_a_second_at_most()
    {
        await using var other = await TestServer.Shared.StartBesideAsync();
        var ada = await Cast.Ada();
        var made = await ada.List();
        string[] paths = [$"/events/{made.Id}", $"/e/{made.Text("slug")}", "/events?sort=-date&limit=100"];
        foreach (var (title, status) in new[] { ("A second name", "published"), ("A third one", "draft") })
        {
            foreach (var path in paths)
                (await other.Anyone.Get(path)).ShouldBe(200);
            (await ada.Patch($"/events/{made.Id}", new { title, status })).ShouldBe(200);

            // Whoever asks from here on is given nothing that is older than the change, however slow the machine.
            await Task.Delay(OldestShown + TimerSlack, TestContext.Current.CancellationToken);

            foreach (var path in paths[..2])
            {
                var answer = await other.Anyone.Get(path);
                answer.ShouldBe(status == "draft" ? 404 : 200);
                answer.Body.Contains(title, StringComparison.Ordinal).ShouldBe(status != "draft");
            }
            (await other.Anyone.Get(paths[2])).Body.ShouldNotContain($"\"title\":\"{made.Text("title")}\"");
        }
    }

    [Fact]
    public async Task In_calm_times_a_booking_shows_at_once()
    {
        var evening = await Evening.New(places: 5);
        var ben = await Cast.Ben();
        for (var left = 5; left > 0; left--)
        {
            (await evening.Server.Anyone.Get($"/events/{evening.Id}"))["places_left"]
                .GetInt64()
                .ShouldBe(left);
            (
                await ben.Post(evening.Bookings, new { total_tickets = 1, seat_section = Evening.Floor })
            ).ShouldBe(201);
        }
    }

    /// <summary>Bookings go on in one process while people look at another. What they are shown was free at some
    /// moment of the second before they asked.</summary>
    [Fact]
    public async Task Nobody_is_shown_places_that_were_gone_a_second_before()
    {
        const int places = 60;
        await using var other = await TestServer.Shared.StartBesideAsync();
        var evening = await Evening.New(places: places);
        var buyers = await Cast.Crowd(places);
        var begun = new ConcurrentQueue<long>();
        var done = new ConcurrentQueue<long>();
        var seen = new ConcurrentQueue<(bool Availability, long Asked, long Answered, long Left)>();
        using var over = new CancellationTokenSource();
        var readers = Race.AtOnce(4, number => Watch(number % 2 == 1, over.Token));

        foreach (var buyer in buyers)
        {
            begun.Enqueue(Stopwatch.GetTimestamp());
            var wish = new { total_tickets = 1, seat_section = Evening.Floor };
            (await buyer.Post(evening.Bookings, wish)).ShouldBe(201);
            done.Enqueue(Stopwatch.GetTimestamp());
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        await Task.Delay(OldestShown + TimerSlack, TestContext.Current.CancellationToken);
        await over.CancelAsync();
        await readers;

        var second = (long)(OldestShown.TotalSeconds * Stopwatch.Frequency);
        foreach (var (_, asked, answered, left) in seen)
        {
            left.ShouldBeLessThanOrEqualTo(places - done.Count(at => at < asked - second));
            left.ShouldBeGreaterThanOrEqualTo(places - begun.Count(at => at < answered));
        }
        seen.Last(look => look.Availability).Left.ShouldBe(0);
        seen.Last(look => !look.Availability).Left.ShouldBe(0);

        async Task<bool> Watch(bool availability, CancellationToken cancel)
        {
            while (!cancel.IsCancellationRequested)
            {
                var asked = Stopwatch.GetTimestamp();
                var left = availability ? await LeftOfFloor() : await LeftOfEvent();
                seen.Enqueue((availability, asked, Stopwatch.GetTimestamp(), left));
            }
            return true;
        }

        async Task<long> LeftOfEvent() =>
            (await other.Anyone.Get($"/events/{evening.Id}"))["places_left"].GetInt64();

        async Task<long> LeftOfFloor() =>
            (await other.Anyone.Get($"/events/{evening.Id}/availability"))["sections"]
                [0]
                .GetProperty("left")
                .GetInt64();
    }
}
