using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Seatmate.Notifications.Mails;

namespace Seatmate.Tests.Notifications.Mails;

public sealed class MailQueueTests(OwnServer own) : IClassFixture<OwnServer>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private MailQueue Queue => own.Server.Services.GetRequiredService<MailQueue>();

    [Fact]
    public async Task What_one_has_taken_nobody_else_takes_until_the_lease_is_over()
    {
        await Wait("lease", 1);

        var taken = (await Queue.Take(10, true, Cancel)).ShouldHaveSingleItem();

        (await Queue.Take(10, true, Cancel)).ShouldBeEmpty();
        await own.Server.Execute("UPDATE notifications.mails SET due_at = now() WHERE id = $1", taken.Id);
        var again = (await Queue.Take(10, true, Cancel)).ShouldHaveSingleItem();
        again.MessageId.ShouldBe(taken.MessageId);
        again.Attempts.ShouldBe(2);
        await Queue.Sent(taken.Id, Cancel);
        await Queue.PutOff(again, "too late", Cancel);
        (
            await own.Server.Ask<bool>(
                "SELECT sent_at IS NOT NULL AND due_at IS NULL FROM notifications.mails WHERE id = $1",
                taken.Id
            )
        ).ShouldBeTrue("what is sent stays sent");
    }

    [Fact]
    public async Task Taken_at_once_by_many_each_mail_is_taken_once()
    {
        await Wait("race", 60);

        var taken = await Race.AtOnce(12, _ => Queue.Take(10, true, Cancel));

        var ids = taken.SelectMany(letters => letters).Select(letter => letter.Id).ToList();
        ids.ShouldBeUnique();
        ids.AddRange((await Queue.Take(100, true, Cancel)).Select(letter => letter.Id));
        ids.Count.ShouldBe(60);
    }

    [Fact]
    public async Task Without_a_mail_server_a_mail_is_kept_and_not_sent_again()
    {
        await own.Server.WriteMails(MailKinds.Welcome, 1, "kept");
        var admin = await Cast.Admin(own.Server);

        var kept = (await admin.Get("/admin/mails?state=kept")).ShouldBe(200).Rows;

        kept.Select(mail => mail.GetProperty("kind").GetString()).ShouldContain("welcome");
        var id = kept[0].GetProperty("id").GetInt64();
        (await admin.Post($"/admin/mails/{id}/resend")).ShouldFail(409, "no-mail-server");
        (await admin.Post("/admin/mails/resend")).ShouldFail(409, "no-mail-server");
        (await admin.Get("/admin/mails?state=lost")).ShouldFail(400, "validation");
        (await (await Cast.Cleo(own.Server)).Post($"/admin/mails/{id}/resend")).ShouldFail(403, "forbidden");
    }

    [Fact]
    public async Task A_code_overtakes_what_has_no_haste_and_bulk_comes_last()
    {
        await Wait("bulk", 1, MailKinds.EventMoved);
        await Wait("before", 2);
        await Wait("code", 1, MailKinds.SignInCode);

        var taken = new List<string>();
        while ((await Queue.Take(1, true, Cancel)) is [var letter])
            taken.Add(letter.MessageId.Split('.')[0]);

        taken.ShouldBe(["sign-in-code", "welcome", "welcome", "event-moved"]);
    }

    [Fact]
    public async Task What_somebody_waits_for_is_found_without_reading_all_that_waits()
    {
        await using var server = await TestServer.StartAsync();
        await server.Execute(
            """
            INSERT INTO notifications.mails (message_id, kind, to_name, to_address, subject, body, due_at, stale_at, bulk)
            SELECT n, 'some', 'Ben', 'ben@seatmate.example', '', '', now() - interval '1 minute',
                CASE WHEN n % 1000 = 0 OR n % 3 = 0 THEN now() + interval '1 hour' END, n % 3 = 0
            FROM generate_series(1, 20000) n
            """
        );
        await using var connection = new NpgsqlConnection(server.Connection);
        await connection.OpenAsync(Cancel);

        await connection.ShouldReadFewerThan(
            100,
            $"SELECT id FROM notifications.mails WHERE {MailQueue.IsAwaited} ORDER BY bulk, stale_at, due_at LIMIT 4"
        );
    }

    private async Task Wait(string cause, int count, MailKind? kind = null)
    {
        var waiting = kind ?? MailKinds.Welcome;
        await own.Server.WriteMails(waiting, count, cause);
        await own.Server.Execute(
            "UPDATE notifications.mails SET due_at = now() WHERE message_id LIKE $1",
            $"{waiting.Name}.{cause}-%"
        );
    }
}
