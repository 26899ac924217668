using Seatmate.Tests.Accounts.Consents;
using Seatmate.Tests.Accounts.Links;
using Seatmate.Tests.Accounts.Providers;

namespace Seatmate.Tests.Accounts.Interests;

public sealed class ListInterestsTests(ProviderServer world) : IClassFixture<ProviderServer>
{
    [Fact]
    public async Task Who_links_Spotify_brings_the_artists_they_listen_to_most_once()
    {
        var ben = await Agreeing();
        var subject = FakeProvider.NewSubject();
        var profile = Profile(subject, "Björk", "Nils Frahm", "Björk", new string('x', 101), "bell \u0007");

        (await (await Visit.ToLink(ben, world, "spotify")).Back(new { }, profile)).ShouldBe(200);
        (await (await Visit.ToLink(ben, world, "spotify")).Back(new { }, profile)).ShouldBe(200);

        Names(await ben.Get($"/user/{ben.Id}/interests")).ShouldBe(["Björk", "Nils Frahm"]);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_takes_nothing_from_the_link()
    {
        var ben = await Agreeing();
        var profile = new { me = new { id = FakeProvider.NewSubject() } };

        (await (await Visit.ToLink(ben, world, "spotify")).Back(new { }, profile)).ShouldBe(200);

        (await ben.Get("/auth/links")).Rows.ShouldHaveSingleItem();
        (await ben.Get($"/user/{ben.Id}/interests")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_that_Spotify_does_not_verify_makes_no_account()
    {
        var visit = await Visit.ToSignIn(world, "spotify");

        (await visit.Back(new { }, Profile(FakeProvider.NewSubject()))).ShouldFail(400, "email-not-verified");
    }

    [Fact]
    public async Task An_interest_is_dropped_by_its_person_only()
    {
        var (ben, cleo) = (await Agreeing(), await Cast.Cleo(world.Server));
        var visit = await Visit.ToLink(ben, world, "spotify");
        await visit.Back(new { }, Profile(FakeProvider.NewSubject(), "Björk"));
        var list = $"/user/{ben.Id}/interests";
        var one = $"{list}/{(await ben.Get(list)).Rows.Single().GetProperty("id")}";

        (await cleo.Get(list)).ShouldFail(404, "not-found");
        (await cleo.Delete(one)).ShouldFail(404, "not-found");
        (await cleo.Delete(one.Replace($"/{ben.Id}/", $"/{cleo.Id}/"))).ShouldFail(404, "not-found");
        (await ben.Delete(one)).ShouldBe(200);
        (await ben.Delete(one)).ShouldFail(404, "not-found");
    }

    private async Task<Person> Agreeing()
    {
        var ben = await Cast.Ben(world.Server);
        await NoteConsentTests.Say(ben, given: true);
        return ben;
    }

    private static object Profile(string id, params string[] artists) =>
        new
        {
            me = new { id, email = "eve@seatmate.example" },
            artists = new { items = artists.Select(name => new { name }) },
        };

    private static IEnumerable<string?> Names(Answer list) =>
        list.Rows.Select(row => row.GetProperty("name").GetString());
}
