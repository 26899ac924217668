using Seatmate.Notifications.Mails;

namespace Seatmate.Tests.Notifications.Mails;

public sealed class ResendDeadLettersTests
{
    [Fact]
    public async Task After_an_outage_an_admin_sends_all_dead_letters_again_but_not_old_codes()
    {
        await using var mails = MailServer.Open();
        mails.Refusal = _ => "550 nobody here";
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                SmtpUrl = mails.Url,
            }
        );
        var admin = await Cast.Admin(server);
        await server.WriteMails(MailKinds.Welcome, 3);
        await server.WriteMails(MailKinds.EmailCode with { GoodFor = TimeSpan.FromSeconds(-1) }, 1, "late");
        await server.ShouldHaveDeadLetters(4);
        mails.Refusal = _ => null;

        var answers = await Race.AtOnce(3, _ => admin.Post("/admin/mails/resend"));

        answers.Sum(answer => answer.ShouldBe(200)["resent"].GetInt32()).ShouldBe(3);
        await server.ShouldHaveDeadLetters(1);
        await Eventually.ShouldBeTrue(() => Task.FromResult(mails.Letters.Count == 3), "all three arrive");
        (
            await server.Ask<long>(
                "SELECT count(*) FROM platform.audit WHERE action = 'notifications.dead_letters_resent'"
            )
        ).ShouldBe(1);
    }
}
