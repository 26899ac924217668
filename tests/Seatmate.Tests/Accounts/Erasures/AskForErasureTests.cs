using Microsoft.Extensions.DependencyInjection;
using Seatmate.Accounts.Erasures;

namespace Seatmate.Tests.Accounts.Erasures;

public sealed class AskForErasureTests
{
    [Fact]
    public async Task Whoever_asks_has_fourteen_days_and_a_mail()
    {
        var ben = await Cast.Ben();
        (await ben.Get($"/user/{ben.Id}/erasure"))["due_at"]
            .ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        var asked = (await ben.Post($"/user/{ben.Id}/erasure")).ShouldBe(202);
        var again = (await ben.Post($"/user/{ben.Id}/erasure")).ShouldBe(202);

        (asked["due_at"].GetDateTimeOffset() - asked["asked_at"].GetDateTimeOffset()).ShouldBe(
            TimeSpan.FromDays(14)
        );
        again.Text("due_at").ShouldBe(asked.Text("due_at"));
        (await ben.Get($"/user/{ben.Id}/erasure")).Text("due_at").ShouldBe(asked.Text("due_at"));
        await ben.Server.Settled();
        (
            await ben.Server.Ask<long>(
                "SELECT count(*) FROM notifications.mails WHERE user_id = $1 AND kind = 'erasure-asked'",
                ben.Id
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task Before_the_day_nothing_happens_and_whoever_changes_their_mind_stays()
    {
        var ben = await Cast.Ben();
        await ben.Post($"/user/{ben.Id}/erasure");
        await RunJob(ben.Server);
        (await ben.Delete($"/user/{ben.Id}/erasure")).ShouldBe(200);
        (await ben.Delete($"/user/{ben.Id}/erasure")).ShouldFail(404, "not-found");

        await RunJob(ben.Server);

        (await ben.Get($"/user/{ben.Id}")).ShouldBe(200);
    }

    [Fact]
    public async Task On_the_day_the_account_is_gone_and_the_token_with_it()
    {
        var ben = await Cast.Ben();
        await ben.Post($"/user/{ben.Id}/erasure");
        await MakeDue(ben);

        await RunJob(ben.Server);

        (await ben.Get("/auth/session")).ShouldFail(401, "sign-in-needed");
        (await (await Cast.Cleo()).Get($"/user/{ben.Id}")).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task One_that_fails_does_not_keep_the_others_waiting()
    {
        await using var server = await TestServer.StartAsync();
        var (ada, ben) = (await Cast.Ada(server), await Cast.Ben(server));
        foreach (var person in new[] { ada, ben })
        {
            await person.Post($"/user/{person.Id}/erasure");
            await MakeDue(person);
        }
        await server.Execute(
            $"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
            CREATE TRIGGER refuse BEFORE DELETE ON accounts.users FOR EACH ROW WHEN (OLD.id = {ada.Id})
                EXECUTE FUNCTION refuse()
            """
        );

        await RunJob(server);

        (await ada.Get($"/user/{ada.Id}")).ShouldBe(200);
        (await (await Cast.Cleo(server)).Get($"/user/{ben.Id}")).ShouldFail(404, "not-found");
        server.Errors.Lines.ShouldContain(line => line.Contains($"User {ada.Id} could not be erased"));

        await server.Execute("DROP TRIGGER refuse ON accounts.users");
        await RunJob(server);
        (await (await Cast.Cleo(server)).Get($"/user/{ada.Id}")).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task Changing_ones_mind_on_the_last_moment_is_in_time_or_too_late_and_never_half()
    {
        for (var round = 0; round < 5; round++)
        {
            var ben = await Cast.Ben();
            await ben.Post($"/user/{ben.Id}/erasure");
            await MakeDue(ben);

            var keeping = ben.Delete($"/user/{ben.Id}/erasure");
            await RunJob(ben.Server);
            var kept = (await keeping).Status == 200;

            (await (await Cast.Cleo()).Get($"/user/{ben.Id}")).Status.ShouldBe(kept ? 200 : 404);
        }
    }

    [Fact]
    public async Task Nobody_asks_for_somebody_else()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());

        (await cleo.Post($"/user/{ben.Id}/erasure")).ShouldFail(404, "not-found");
        (await cleo.Get($"/user/{ben.Id}/erasure")).ShouldFail(404, "not-found");
        await ben.Post($"/user/{ben.Id}/erasure");
        (await cleo.Delete($"/user/{ben.Id}/erasure")).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task The_last_admin_stays()
    {
        await using var server = await TestServer.StartAsync();
        var admin = await Cast.Admin(server);
        (await admin.Post($"/user/{admin.Id}/erasure")).ShouldFail(409, "last-admin");

        var other = await Cast.Admin(server);
        (await admin.Post($"/user/{admin.Id}/erasure")).ShouldBe(202);
        await server.Execute("UPDATE accounts.users SET role = 'user' WHERE id = $1", other.Id);
        await MakeDue(admin);
        await RunJob(server);

        (await admin.Get($"/user/{admin.Id}")).ShouldBe(200);
    }

    internal static Task MakeDue(Person person) =>
        person.Server.Execute(
            "UPDATE accounts.erasures SET asked_at = asked_at - interval '15 days', due_at = due_at - interval '15 days' WHERE user_id = $1",
            person.Id
        );

    internal static async Task RunJob(TestServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<EraseDueAccounts>().Run(CancellationToken.None);
    }
}
