using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Seatmate.Accounts.Contracts;
using Seatmate.Accounts.Exports;

namespace Seatmate.Tests.Accounts.Exports;

public sealed class AskForExportTests
{
    [Fact]
    public async Task Everything_about_somebody_is_in_it_and_nothing_of_others()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());
        var evening = await Evening.New();
        var booking = (
            await ben.Post(evening.Bookings, new { total_tickets = 2, seat_section = Evening.Floor })
        ).ShouldBe(201);
        var post = await ben.Post("/posts", new { title = "Who goes?", content = "Mine: äöü 🎫" });
        await cleo.Post($"/posts/{post.Id}/comments", new { content = "A stranger's words" });
        await ben.Post($"/posts/{post.Id}/likes");

        using var zip = await Fetch(ben, await Ready(ben));

        Rows(zip, "accounts/account").Single().GetProperty("email").GetString().ShouldBe(ben.Email);
        Rows(zip, "ticketing/bookings").Single().GetProperty("id").GetInt64().ShouldBe(booking.Id);
        Rows(zip, "ticketing/tickets").Count.ShouldBe(2);
        Rows(zip, "social/posts").Single().GetProperty("content").GetString().ShouldBe("Mine: äöü 🎫");
        Rows(zip, "social/likes").Count.ShouldBe(1);
        zip.Entries.Count(entry => entry.FullName.EndsWith(".svg")).ShouldBe(2);
        var whole = string.Concat(zip.Entries.Select(Read));
        whole.ShouldNotContain("A stranger's words");
        whole.ShouldNotContain(cleo.Email);
        whole.ShouldNotContain("password_hash");
        whole.ShouldNotContain(ben.SessionId.ToString());
    }

    [Fact]
    public async Task It_tells_what_an_admin_did_but_not_from_where()
    {
        var (ben, admin) = (await Cast.Ben(), await Cast.Admin());
        (await ben.Post($"/user/{ben.Id}/support-consent", new { })).ShouldBe(200);
        (await admin.Get($"/admin/accounts/{ben.Id}/support-view")).ShouldBe(200);

        using var zip = await Fetch(ben, await Ready(ben));

        var history = Rows(zip, "accounts/history").ToLookup(row => row.GetProperty("actor_id").ToString());
        history[$"{admin.Id}"].ShouldNotBeEmpty();
        foreach (var told in history[$"{admin.Id}"].SelectMany(row => row.EnumerateObject()))
            told.Name.ShouldNotBeOneOf("address", "key_id");
        history[$"{ben.Id}"]
            .ShouldContain(row => row.GetProperty("address").ValueKind == JsonValueKind.String);
    }

    [Fact]
    public async Task A_mail_says_that_it_is_there()
    {
        var ben = await Cast.Ben();
        await Ready(ben);

        await Eventually.ShouldBeTrue(
            async () =>
                await ben.Server.Ask<bool>(
                    "SELECT EXISTS (SELECT FROM notifications.mails WHERE user_id = $1 AND kind = 'export-ready')",
                    ben.Id
                ),
            "the mail is written"
        );
    }

    [Fact]
    public async Task Asked_ten_times_at_once_it_is_one()
    {
        var ben = await Cast.Ben();

        var answers = await Race.AtOnceBefore(
            ben.Server,
            "accounts.exports",
            10,
            10,
            _ => ben.Post($"/user/{ben.Id}/exports")
        );

        answers.ShouldAllBe(answer => answer.Status == 202);
        answers.Select(answer => answer.Id).Distinct().ShouldHaveSingleItem();
        answers[0].Header("Location").ShouldBe($"/user/{ben.Id}/exports/{answers[0].Id}");
        (await ben.Get($"/user/{ben.Id}/exports")).Rows.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task It_is_only_for_its_person()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());
        var export = await Ready(ben);

        (await cleo.Post($"/user/{ben.Id}/exports")).ShouldFail(404, "not-found");
        (await cleo.Get($"/user/{ben.Id}/exports")).ShouldFail(404, "not-found");
        foreach (var user in new[] { ben.Id, cleo.Id })
        {
            (await cleo.Get($"/user/{user}/exports/{export}")).ShouldFail(404, "not-found");
            (await cleo.Get($"/user/{user}/exports/{export}/file")).ShouldFail(404, "not-found");
        }
        (await (await Cast.Admin()).Get($"/user/{ben.Id}/exports/{export}/file")).ShouldFail(
            404,
            "not-found"
        );
    }

    [Fact]
    public async Task It_expires_and_an_older_one_goes_with_the_next()
    {
        var ben = await Cast.Ben();
        var export = await Ready(ben);
        await ben.Server.Execute("UPDATE accounts.exports SET expires_at = now() WHERE id = $1", export);

        (await ben.Get($"/user/{ben.Id}/exports/{export}")).Text("status").ShouldBe("expired");
        (await ben.Get($"/user/{ben.Id}/exports/{export}/file")).ShouldFail(410, "export-gone");

        var next = await Ready(ben);
        await Eventually.ShouldBeTrue(
            async () => (await ben.Get($"/user/{ben.Id}/exports/{export}")).Status == 404,
            "the older one is gone"
        );
        (await ben.Get($"/user/{ben.Id}/exports/{next}/file")).ShouldBe(200);
    }

    [Fact]
    public async Task A_large_one_is_kept_in_pieces_and_comes_out_whole()
    {
        var ben = await Cast.Ben();
        var post = await ben.Post("/posts", new { title = "Long", content = "Words" });
        await ben.Server.Execute(
            """
            INSERT INTO social.comments (post_id, author_id, content)
            SELECT $1, $2, n || encode(sha256(n::text::bytea), 'hex') || md5(n::text)
            FROM generate_series(1, 20000) AS n
            """,
            post.Id,
            ben.Id
        );

        var export = await Ready(ben);
        using var zip = await Fetch(ben, export);

        var pieces = await ben.Server.Ask<long>(
            "SELECT count(*) FROM accounts.export_chunks WHERE export_id = $1",
            export
        );
        pieces.ShouldBeGreaterThan(2);
        Rows(zip, "social/comments").Count.ShouldBe(20000);
    }

    [Fact]
    public async Task One_whose_maker_died_is_begun_anew_and_one_that_never_ends_is_given_up()
    {
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        const string left = """
            INSERT INTO accounts.exports (user_id, attempt, seen_at) VALUES ($1, $2, now() - interval '6 minutes')
            """;
        await ben.Server.Execute(left, ben.Id, 1);
        await eve.Server.Execute(left, eve.Id, 5);

        await Ready(ben);
        await Eventually.ShouldBeTrue(
            async () => Status(await eve.Get($"/user/{eve.Id}/exports")) == "failed",
            "it is given up"
        );
    }

    [Fact]
    public async Task One_whose_maker_stopped_in_the_middle_is_made_by_the_next_at_once()
    {
        await using var server = await TestServer.StartAsync(add: services =>
            services.WithoutJob<MakeExports>()
        );
        var ben = await Cast.Ben(server);
        var reached = new TaskCompletionSource();
        await using (
            await server.StartBesideAsync(add: services =>
                services.AddSingleton<IPersonalFiles>(new FilesThatNeverEnd(reached))
            )
        )
        {
            (await ben.Post($"/user/{ben.Id}/exports")).ShouldBe(202);
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
        }

        await using var scope = server.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<MakeExports>()
            .Run(TestContext.Current.CancellationToken);

        Status(await ben.Get($"/user/{ben.Id}/exports")).ShouldBe("ready");
    }

    private static string? Status(Answer list) => list.Rows[0].GetProperty("status").GetString();

    private static async Task<long> Ready(Person person)
    {
        var asked = (await person.Post($"/user/{person.Id}/exports")).ShouldBe(202);
        var export = asked;
        await Eventually.ShouldBeTrue(
            async () =>
            {
                export = (await person.Get($"/user/{person.Id}/exports/{asked.Id}")).ShouldBe(200);
                return export.Text("status") == "ready";
            },
            "the export is ready",
            TimeSpan.FromSeconds(60),
            () => $"{export.Body}; logged: {person.Server.Errors.Last}"
        );
        return asked.Id;
    }

    private static async Task<ZipArchive> Fetch(Person person, long export)
    {
        var details = await person.Get($"/user/{person.Id}/exports/{export}");
        var file = (await person.Get(details.Text("file_url")!)).ShouldBe(200);
        file.ContentType.ShouldBe("application/zip");
        file.Bytes.Length.ShouldBe(details["byte_count"].GetInt32());
        return new(new MemoryStream(file.Bytes));
    }

    private static List<JsonElement> Rows(ZipArchive zip, string file)
    {
        using var stream = zip.GetEntry($"{file}.json")!.Open();
        return [.. JsonDocument.Parse(stream).RootElement.EnumerateArray()];
    }

    private static string Read(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }

    /// <summary>What a process is at when it is told to stop.</summary>
    private sealed class FilesThatNeverEnd(TaskCompletionSource reached) : IPersonalFiles
    {
        public async IAsyncEnumerable<PersonalFile> Of(
            long userId,
            [EnumeratorCancellation] CancellationToken cancel
        )
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            yield break;
        }
    }
}
