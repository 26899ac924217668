using Seatmate.Notifications.Mails;
using Seatmate.Tests.Notifications.Mails;
using Seatmate.Tests.Notifications.Notes;

namespace Seatmate.Tests.Notifications.Choices;

public sealed class ChangeChoicesTests
{
    private const string Choices = "/notifications/choices";

    [Fact]
    public async Task Who_has_said_nothing_gets_what_is_usual()
    {
        var ben = await Cast.Ben();

        (await Wanted(ben)).ShouldBe(Usual(tonight: false));
    }

    [Fact]
    public async Task What_is_switched_stays_so_and_the_rest_as_it_was()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());

        (await ben.Put(Choices, Say(("tonight", true)))).ShouldBe(200);
        (await ben.Put(Choices, Say(("tomorrow", false), ("tonight", true)))).ShouldBe(200);
        (await ben.Put(Choices, Say(("tomorrow", true)))).ShouldBe(200);

        (await Wanted(ben)).ShouldBe(Usual(tonight: true));
        (await Wanted(cleo))["tonight"].ShouldBeFalse();
        (
            await ben.Server.Ask<long>(
                "SELECT count(*) FROM platform.audit WHERE action = 'notifications.choices_changed' AND actor_id = $1",
                ben.Id
            )
        ).ShouldBe(3);
    }

    [Fact]
    public async Task At_once_is_as_good_as_one_after_the_other()
    {
        var ben = await Cast.Ben();

        var answers = await Race.AtOnce(
            10,
            number => ben.Put(Choices, Say(("tomorrow", number % 2 == 0), ("tonight", number % 2 == 0)))
        );

        answers.ShouldAllBe(answer => answer.Status == 200);
        var wanted = await Wanted(ben);
        wanted["tomorrow"].ShouldBe(wanted["tonight"]);
    }

    [Fact]
    public async Task Nonsense_is_refused_as_a_whole()
    {
        var ben = await Cast.Ben();

        (await ben.Put(Choices, Say(("tonight", true), ("tickets", false)))).ShouldBeInvalid("kind");
        (await ben.Put(Choices, Say(("tonight", true), ("nonsense", true)))).ShouldBeInvalid("kind");
        (
            await ben.Put(
                Choices,
                new
                {
                    choices = new[]
                    {
                        new
                        {
                            kind = "tonight",
                            channel = "pigeon",
                            wanted = true,
                        },
                    },
                }
            )
        ).ShouldBeInvalid("channel");
        (await ben.Put(Choices, new { choices = new[] { new { kind = "tonight" } } })).ShouldFail(
            400,
            "validation"
        );
        (await ben.Put(Choices, new { })).ShouldBeInvalid("choices");
        (await Wanted(ben))["tonight"].ShouldBeFalse();
    }

    [Fact]
    public async Task Every_kind_but_codes_and_keys_is_told_in_the_app_and_essential_mails_cannot_be_switched()
    {
        var ben = await Cast.Ben();

        var rows = (await ben.Get(Choices)).ShouldBe(200).Rows;

        var fixedOnes = rows.Where(row => row.GetProperty("fixed").GetBoolean()).ToList();
        fixedOnes.ShouldAllBe(row =>
            row.GetProperty("channel").GetString() == "mail" && row.GetProperty("wanted").GetBoolean()
        );
        fixedOnes.ShouldContain(row => row.GetProperty("kind").GetString() == "tickets");
        rows.Count(row => row.GetProperty("channel").GetString() == "app")
            .ShouldBe(MailKinds.All.Count(kind => kind.Opens is not null));
        foreach (var hidden in new[] { "sign-in-code", "password-reset", "welcome" })
        {
            rows.ShouldNotContain(row => row.GetProperty("kind").GetString() == hidden);
            (await ben.Put(Choices, Say(hidden, "app", true))).ShouldBeInvalid("kind");
        }
        (await ben.Put(Choices, Say("tickets", "mail", false))).ShouldBeInvalid("kind");
    }

    [Fact]
    public async Task A_kind_is_switched_in_one_channel_and_goes_on_in_the_other()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());
        (await ben.Put(Choices, Say("tomorrow", "app", false))).ShouldBe(200);
        (await cleo.Put(Choices, Say("tomorrow", "mail", false))).ShouldBe(200);

        foreach (var person in new[] { ben, cleo })
            await person.Server.WriteMails(MailKinds.Tomorrow, 1, $"channels-{person.Id}", userId: person.Id);

        (await ben.Titles()).ShouldBeEmpty();
        (await Mails(ben)).ShouldBe(1);
        (await cleo.Titles()).Count.ShouldBe(1);
        (await Mails(cleo)).ShouldBe(0);
    }

    [Fact]
    public async Task Guests_get_the_mail_and_no_note_and_nothing_that_they_cannot_switch_off()
    {
        var server = TestServer.Shared;
        var cause = $"guest-{Guid.CreateVersion7():N}";

        await server.WriteMails(MailKinds.Tickets, 1, cause);
        await server.WriteMails(MailKinds.Tomorrow, 1, cause);

        (
            await server.Ask<string[]>(
                "SELECT array_agg(kind) FROM notifications.mails WHERE message_id LIKE '%' || $1 || '%'",
                cause
            )
        ).ShouldBe(["tickets"]);
        (
            await server.Ask<long>(
                "SELECT count(*) FROM notifications.notes WHERE cause LIKE $1 || '%'",
                cause
            )
        ).ShouldBe(0);
    }

    private static Task<long> Mails(Person person) =>
        person.Server.Ask<long>(
            "SELECT count(*) FROM notifications.mails WHERE user_id = $1 AND kind = 'tomorrow'",
            person.Id
        );

    /// <summary>Every kind that may be switched off is on, but the second reminder of an evening.</summary>
    private static Dictionary<string, bool> Usual(bool tonight) =>
        MailKinds.Optional.ToDictionary(kind => kind.Name, kind => kind.Name != "tonight" || tonight);

    private static object Say(params (string Kind, bool Wanted)[] choices) =>
        new
        {
            choices = choices.Select(choice => new
            {
                kind = choice.Kind,
                channel = "mail",
                wanted = choice.Wanted,
            }),
        };

    private static object Say(string kind, string channel, bool wanted) =>
        new
        {
            choices = new[]
            {
                new
                {
                    kind,
                    channel,
                    wanted,
                },
            },
        };

    private static async Task<Dictionary<string, bool>> Wanted(Person person) =>
        (await person.Get(Choices))
            .ShouldBe(200)
            .Rows.Where(row =>
                row.GetProperty("channel").GetString() == "mail" && !row.GetProperty("fixed").GetBoolean()
            )
            .ToDictionary(
                row => row.GetProperty("kind").GetString()!,
                row => row.GetProperty("wanted").GetBoolean()
            );
}
