using Microsoft.Extensions.DependencyInjection;
using Seatmate.Notifications.Choices;
using Seatmate.Notifications.Mails;
using Seatmate.Tests.Notifications.Mails;

namespace Seatmate.Tests.Notifications.Choices;

public sealed class UnsubscribeTests
{
    private static HttpContent OneClick => new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);

    [Fact]
    public async Task One_click_of_a_mail_program_switches_the_kind_off_and_looking_does_not()
    {
        var ben = await Cast.Ben();
        var token = TokenOf(ben, "tomorrow");
        var anyone = ben.Server.Anyone;

        var before = (await anyone.Get($"/notifications/subscriptions/{token}")).ShouldBe(200);
        before.Text("kind").ShouldBe("tomorrow");
        before["wanted"].GetBoolean().ShouldBeTrue();
        for (var time = 0; time < 2; time++)
            (await anyone.Send(HttpMethod.Post, $"/unsubscribe/{token}", OneClick)).ShouldBe(200);

        (await anyone.Get($"/notifications/subscriptions/{token}"))["wanted"].GetBoolean().ShouldBeFalse();
        var choices = (await ben.Get("/notifications/choices")).Rows;
        choices
            .Where(row => row.GetProperty("kind").GetString() == "tomorrow")
            .Where(row => !row.GetProperty("wanted").GetBoolean())
            .Select(row => row.GetProperty("channel").GetString())
            .ShouldBe(["mail"]);
    }

    [Fact]
    public async Task A_forged_link_does_nothing()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());
        var mine = TokenOf(cleo, "tomorrow");
        var his = TokenOf(ben, "tomorrow");
        string[] forged =
        [
            "x",
            his[..^1],
            his + "A",
            mine[..28] + his[28..],
            (his[0] == 'A' ? 'B' : 'A') + his[1..],
            TokenOf(ben, "tickets"),
            TokenOf(ben, "nonsense"),
            new('A', 4000),
            "%00",
        ];

        foreach (var token in forged)
        {
            (await ben.Server.Anyone.Post($"/unsubscribe/{token}")).ShouldBeRefusal();
            (await ben.Server.Anyone.Get($"/notifications/subscriptions/{token}")).ShouldBeRefusal();
        }

        (
            await ben.Server.Ask<long>(
                "SELECT count(*) FROM notifications.choices WHERE user_id = $1",
                ben.Id
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task The_mail_carries_the_link_in_its_head_and_in_both_parts_and_who_has_switched_it_off_gets_none()
    {
        await using var mails = MailServer.Open();
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                SmtpUrl = mails.Url,
            }
        );
        var ben = await Cast.Ben(server);
        await server.WriteMails(MailKinds.Tomorrow, 1, "first", userId: ben.Id);
        await mails.ShouldHave(1);

        var head = mails.Letters[0].Split(Environment.NewLine + Environment.NewLine)[0];
        var address = await server.Ask<string>("SELECT unsubscribe_url FROM notifications.mails");
        head.Replace(Environment.NewLine + " ", "").ShouldContain($"List-Unsubscribe: <{address}>");
        head.ShouldContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        (await server.Ask<string>("SELECT body FROM notifications.mails")).ShouldContain(address);
        (await server.Ask<string>("SELECT html FROM notifications.mails")).ShouldContain(address);
        (await server.Anyone.Send(HttpMethod.Post, new Uri(address).AbsolutePath, OneClick)).ShouldBe(200);

        await server.WriteMails(MailKinds.Tomorrow, 1, "second", userId: ben.Id);
        await server.WriteMails(MailKinds.Tickets, 1, "third", userId: ben.Id);

        await mails.ShouldHave(2);
        (await server.Ask<long>("SELECT count(*) FROM notifications.mails WHERE kind = 'tomorrow'")).ShouldBe(
            1
        );
        mails.Letters[1].ShouldNotContain("List-Unsubscribe");
    }

    private static string TokenOf(Person person, string kind) =>
        person.Server.Services.GetRequiredService<UnsubscribeTokens>().Of(person.Id, kind);
}
