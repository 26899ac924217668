namespace Seatmate.Tests.Events.Organisers;

public sealed class CreateOrganiserTests
{
    [Fact]
    public async Task A_person_may_have_several_organisers_and_lists_for_each()
    {
        var ada = await Cast.Ada();
        var own = (await ada.List())["organiser"].GetProperty("id").GetInt64();

        var (first, second) = (await ada.FoundTeam("The Early Choir"), await ada.FoundTeam("The Late Choir"));

        first.Text("role").ShouldBe("owner");
        first["permissions"].EnumerateArray().Select(p => p.GetString()).ShouldContain("manage_team");
        var listed = await ada.List(new { organiser_id = second.Id });
        listed["organiser"].GetProperty("name").GetString().ShouldBe("The Late Choir");
        (await ada.Get("/organisers"))
            .ShouldBe(200)
            .Rows.Select(row => row.GetProperty("id").GetInt64())
            .ShouldBe([own, first.Id, second.Id]);
        (await ada.List())["organiser"].GetProperty("id").GetInt64().ShouldBe(own);
    }

    [Fact]
    public async Task Two_of_one_name_have_two_addresses()
    {
        var name = Plans.Word("Band");

        var slugs = new[]
        {
            await (await Cast.Ada()).FoundTeam(name),
            await (await Cast.Ben()).FoundTeam(name),
        }.Select(team => team.Text("slug"));

        slugs.ShouldBeUnique();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name": "ab"}""")]
    [InlineData("""{"name": "   "}""")]
    [InlineData("""{"name": "a\u0000b and more"}""")]
    public async Task Nonsense_is_refused(string body) =>
        (
            await (await Cast.Ada()).Send(
                HttpMethod.Post,
                "/organisers",
                new StringContent(body, null, "application/json")
            )
        ).ShouldBeInvalid("name");

    [Fact]
    public async Task Nobody_lists_for_a_team_that_is_not_theirs_or_where_their_role_is_not_enough()
    {
        var (ada, dov) = (await Cast.Ada(), await Cast.Dov());
        var team = await ada.FoundTeam();
        (await dov.AskToList(new { organiser_id = team.Id })).ShouldBeInvalid("organiser_id");

        await dov.Join(ada, team, "box_office");

        (await dov.AskToList(new { organiser_id = team.Id })).ShouldFail(403, "forbidden");
    }

    [Fact]
    public async Task Repeated_with_a_key_it_is_founded_once()
    {
        var ada = await Cast.Ada();
        var name = new { name = Plans.Word("Once") };

        var answers = await Race.AtOnce(5, _ => ada.Post("/organisers", name, ("Idempotency-Key", "one")));

        answers.Select(answer => answer.ShouldBe(201).Id).Distinct().ShouldHaveSingleItem();
        (await ada.Get("/organisers")).Rows.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Nobody_founds_more_than_twenty()
    {
        var ada = await Cast.Ada();
        for (var i = 0; i < 20; i++)
            await ada.FoundTeam();

        (await ada.Post("/organisers", new { name = "One too many" })).ShouldFail(409, "too-many-organisers");
    }

    [Fact]
    public async Task However_many_are_founded_at_once_nobody_founds_more_than_twenty()
    {
        var ada = await Cast.Ada();
        for (var i = 0; i < 15; i++)
            await ada.FoundTeam();

        var answers = await Race.AtOnce(15, _ => ada.Post("/organisers", new { name = Plans.Word("Choir") }));

        answers.Count(answer => answer.Status == 201).ShouldBe(5);
        foreach (var answer in answers.Where(answer => answer.Status != 201))
            answer.ShouldFail(409, "too-many-organisers");
    }
}
