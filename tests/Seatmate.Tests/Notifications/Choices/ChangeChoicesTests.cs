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

    private static Dictionary<string, bool> Usual(bool tonight) =>
        new()
        {
            ["tomorrow"] = true,
            ["tonight"] = tonight,
            ["digest"] = true,
        };

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

    private static async Task<Dictionary<string, bool>> Wanted(Person person) =>
        (await person.Get(Choices))
            .ShouldBe(200)
            .Rows.ToDictionary(
                row => row.GetProperty("kind").GetString()!,
                row => row.GetProperty("wanted").GetBoolean()
            );
}
