using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Seatmate.Notifications.Mails;
using Seatmate.Platform.Database;

namespace Seatmate.Tests.Notifications.Mails;

/// <summary>Mails for the tests of the queue, written as reactions do. What was tried before is written
/// so at once: the dispatcher takes a mail as soon as it is there.</summary>
internal static class MailBatches
{
    public static async Task WriteMails(
        this TestServer server,
        MailKind kind,
        int count,
        string cause = "test",
        string address = "ben@seatmate.example",
        string name = "Ben Okafor",
        long? userId = null,
        int attempts = 0
    )
    {
        await using var scope = server.Services.CreateAsyncScope();
        var writer = scope.ServiceProvider.GetRequiredService<MailWriter>();
        var to = new Recipient(userId, name, address);
        var mails = Enumerable
            .Range(0, count)
            .Select(i => new NewMail(kind, to, $"{cause}-{i}", MailSamples.Of(kind.Name)))
            .ToArray();
        var ids = mails.Select(mail => mail.MessageId).ToArray();
        var db = scope.ServiceProvider.GetRequiredService<SeatmateDb>();
        await db.InTransaction(
            async () =>
            {
                await writer.Write(mails, TestContext.Current.CancellationToken);
                return await db.Database.ExecuteSqlAsync(
                    $"UPDATE notifications.mails SET attempts = {attempts} WHERE message_id = ANY({ids})",
                    TestContext.Current.CancellationToken
                );
            },
            TestContext.Current.CancellationToken
        );
    }

    public static Task ShouldHaveSentAll(this TestServer server) =>
        Eventually.ShouldBeTrue(
            async () =>
                await server.Ask<bool>(
                    "SELECT count(*) > 0 AND count(sent_at) = count(*) FROM notifications.mails"
                ),
            "every mail is sent",
            TimeSpan.FromSeconds(60)
        );

    public static Task ShouldHaveDeadLetters(this TestServer server, int count) =>
        Eventually.ShouldBeTrue(
            async () => await server.Ask<long>("SELECT count(dead_at) FROM notifications.mails") == count,
            $"{count} mails are dead letters"
        );
}
