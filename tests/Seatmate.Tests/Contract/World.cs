using Seatmate.Tests.Notifications.Push;

namespace Seatmate.Tests.Contract;

/// <summary>A little of everything on a server of its own, so that a walk over all operations meets real things: they
/// belong to the person who walks.</summary>
public sealed class World : IAsyncLifetime
{
    private readonly Dictionary<string, string> idByCollection = new(StringComparer.Ordinal);

    private FakePushService pushService = null!;

    public TestServer Server { get; private set; } = null!;
    public Person Walker { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        pushService = await FakePushService.Open();
        Server = await TestServer.StartAsync(settings => settings with { PushServices = [pushService.Home] });
        Walker = (await Cast.Crowd(1, Server, "Iris Walker", "admin"))[0];
        await Cast.Admin(Server);
        idByCollection["search"] = "walk";
        idByCollection["user"] = $"{Walker.Id}";
        idByCollection["keys"] =
            $"{(await Walker.MakeKey(["read_events"])).ShouldBe(201)["key"].GetProperty("id").GetInt64()}";
        idByCollection["accounts"] = $"{Walker.Id}";
        (await Walker.Post($"/user/{Walker.Id}/support-consent", new { })).ShouldBe(200);
        idByCollection["sessions"] = $"{Walker.SessionId}";
        idByCollection["by-handle"] = Walker.Email.Split('@')[0];
        await OpenVenue();
        await FoundTeam();
        await SellTicket();
        await Post();
        await Export();
        await Server.Settled();
        await Subscribe();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await pushService.DisposeAsync();
    }

    /// <summary>The address of something that is there, if there is one of its kind.</summary>
    public string AddressOf(Operation operation) => operation.Address(name => ValueOf(operation, name));

    public string ValueOf(Operation operation, string parameter)
    {
        var parts = operation.Path.Split('/');
        var collection = parts[Array.IndexOf(parts, $"{{{parameter}}}") - 1];
        var first = $"/{parts[1]}";
        return parts[1] == collection && idByCollection.TryGetValue(first, out var own)
            ? own
            : idByCollection.GetValueOrDefault(collection, "1");
    }

    private async Task OpenVenue()
    {
        var venue = (await Walker.Post("/venues", new { name = "The Walker", place = "Leipzig" })).ShouldBe(
            201
        );
        idByCollection["venues"] = $"{venue.Id}";
    }

    /// <summary>A team of the walker's that asks for Ada, and one that asks for the walker.</summary>
    private async Task FoundTeam()
    {
        var ada = await Cast.Ada(Server);
        var team = await Walker.FoundTeam();
        idByCollection["organisers"] = $"{team.Id}";
        idByCollection["members"] = $"{Walker.Id}";
        idByCollection["invitations"] = $"{(await Walker.Invite(team, ada, "door")).ShouldBe(201).Id}";
        idByCollection["/invitations"] =
            $"{(await ada.Invite(await ada.FoundTeam(), Walker, "manager")).ShouldBe(201).Id}";
    }

    /// <summary>An event with a paid booking and its invoice.</summary>
    private async Task SellTicket()
    {
        var plan = new
        {
            title = "A Walk In The Park",
            date = "2030-05-01T18:00:00Z",
            ticket_price = 12.5m,
        };
        var walk = (await Walker.Post("/events", plan)).ShouldBe(201);
        var bookings = $"/events/{walk.Id}/attending";
        var booking = (await Walker.Post(bookings, new { })).ShouldBe(201);
        var reference = booking.Text("pay_url")!.Split('/')[^1];
        (await Walker.Post($"/sandbox/payments/{reference}", new { outcome = "pay" })).ShouldBe(200);
        await Eventually.ShouldBeTrue(
            async () => (await Walker.Get($"{bookings}/{booking.Id}")).Text("status") == "confirmed",
            "the booking is paid"
        );
        var ticket = (await Walker.Get($"{bookings}/{booking.Id}"))["tickets"][0];
        idByCollection["events"] = $"{walk.Id}";
        var voucher = new { uses = 3, percent_off = 10 };
        idByCollection["vouchers"] =
            $"{(await Walker.Post($"/events/{walk.Id}/vouchers", voucher)).ShouldBe(201).Id}";
        idByCollection["by-slug"] = walk.Text("slug")!;
        idByCollection["attending"] = $"{booking.Id}";
        idByCollection["bookings"] = booking.Text("booking_id")!;
        idByCollection["payments"] = reference;
        var review = await Server.Ask<long>(
            "INSERT INTO events.reviews (event_id, user_id, stars) VALUES ($1, $2, 4) RETURNING id",
            walk.Id,
            Walker.Id
        );
        idByCollection["reviews"] = $"{review}";
        idByCollection["tickets"] = ticket.GetProperty("number").GetString()!;
        idByCollection["invoice"] = $"{(await Walker.Post($"{bookings}/{booking.Id}/invoice")).Id}";
    }

    private async Task Export()
    {
        var export = (await Walker.Post($"/user/{Walker.Id}/exports")).ShouldBe(202);
        await Eventually.ShouldBeTrue(
            async () =>
                (await Walker.Get($"/user/{Walker.Id}/exports/{export.Id}")).Text("status") == "ready",
            "the export is ready"
        );
        idByCollection["exports"] = $"{export.Id}";
    }

    private async Task Subscribe()
    {
        using var browser = new Browser();
        var subscription = browser.Subscription(pushService.Home);
        idByCollection["subscriptions"] =
            $"{(await Walker.Post("/push/subscriptions", subscription)).ShouldBe(201).Id}";
    }

    private async Task Post()
    {
        var post = (
            await Walker.Post("/posts", new { title = "Who walks too?", content = "It will be long." })
        ).ShouldBe(201);
        idByCollection["posts"] = $"{post.Id}";
        var comment = (await Walker.Post($"/posts/{post.Id}/comments", new { content = "I do." })).ShouldBe(
            201
        );
        idByCollection["comments"] = $"{comment.Id}";
        idByCollection["likes"] = $"{(await Walker.Post($"/posts/{post.Id}/likes")).ShouldBe(201).Id}";
    }

    /// <summary>The fingerprint once nothing is left to be done of what was asked before: reactions, exports, mails,
    /// pushes, and what those bring about.</summary>
    public async Task<List<string>> FingerprintAtRest()
    {
        List<string> seen = [];
        await Eventually.ShouldBeTrue(
            async () =>
            {
                await Server.Settled();
                var before = seen;
                seen = await Fingerprint();
                return before.SequenceEqual(seen) && !await IsAtWork();
            },
            "nothing changes any more",
            within: TimeSpan.FromSeconds(60)
        );
        return seen;
    }

    private Task<bool> IsAtWork() =>
        Server.Ask<bool>(
            """
            SELECT EXISTS (SELECT FROM notifications.mails WHERE due_at IS NOT NULL)
                OR EXISTS (SELECT FROM notifications.pushes)
                OR EXISTS (SELECT FROM accounts.exports WHERE ready_at IS NULL AND failed_at IS NULL)
            """
        );

    /// <summary>What stands for everything that is kept, a line a table: equal before and after, nothing has
    /// changed.</summary>
    public async Task<List<string>> Fingerprint()
    {
        var tables = await Server.Ask<string[]>(
            """
            SELECT array_agg(format('%I.%I', schemaname, tablename) ORDER BY 1) FROM pg_tables
            WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
                AND (schemaname, tablename) NOT IN (('platform', 'jobs'), ('platform', 'deliveries'))
            """
        );
        var prints = new List<string>();
        foreach (var table in tables)
            prints.Add(
                table
                    + " "
                    + await Server.Ask<string>(
                        $"SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') FROM {table} t"
                    )
            );
        return prints;
    }
}
