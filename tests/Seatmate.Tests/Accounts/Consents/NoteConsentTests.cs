using Npgsql;
using Seatmate.Tests.Accounts.Links;
using Seatmate.Tests.Accounts.Providers;

namespace Seatmate.Tests.Accounts.Consents;

public sealed class NoteConsentTests(ProviderServer world) : IClassFixture<ProviderServer>
{
    [Fact]
    public async Task What_is_agreed_to_is_logged_with_its_version_and_address_once()
    {
        var ben = await Cast.Ben(world.Server);
        var said = await Say(ben, given: true);
        var again = await Say(ben, given: true);

        again.Id.ShouldBe(said.Id);
        await Say(ben, given: false);
        var log = (await ben.Get($"/user/{ben.Id}/consents")).Rows;
        log.Select(row => row.GetProperty("given").GetBoolean()).ShouldBe([false, true]);
        log[0].GetProperty("version").GetString().ShouldBe("2026-11");
        log[0].GetProperty("address").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_line_of_the_log_is_never_changed()
    {
        var ben = await Cast.Ben(world.Server);
        await Say(ben, given: true);

        foreach (
            var change in new[]
            {
                "UPDATE accounts.consents SET given = false",
                "DELETE FROM accounts.consents",
            }
        )
            (
                await Should.ThrowAsync<PostgresException>(() => world.Server.Execute(change))
            ).ConstraintName.ShouldBe("consents_are_a_log");
        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);
    }

    [Fact]
    public async Task Nobody_agrees_to_words_that_are_not_shown_any_more_or_for_somebody_else()
    {
        var (ben, cleo) = (await Cast.Ben(world.Server), await Cast.Cleo(world.Server));
        object Of(string kind, string version) =>
            new
            {
                kind,
                version,
                given = true,
            };

        (await ben.Post($"/user/{ben.Id}/consents", Of("interests", "2020-01"))).ShouldFail(
            409,
            "text-changed"
        );
        (await ben.Post($"/user/{ben.Id}/consents", Of("terms", "1"))).ShouldFail(404, "not-found");
        (await ben.Post($"/user/{ben.Id}/consents", Of("marketing", "1"))).ShouldBeInvalid("kind");
        (await ben.Post($"/user/{ben.Id}/consents", new { })).ShouldBeInvalid("given");
        (await cleo.Post($"/user/{ben.Id}/consents", Of("interests", "2026-11"))).ShouldFail(
            404,
            "not-found"
        );
        (await cleo.Get($"/user/{ben.Id}/consents")).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task The_operators_terms_are_asked_for_and_stay()
    {
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                TermsUrl = new Uri("https://seatmate.example/terms"),
                TermsVersion = "7",
            }
        );
        var ben = await Cast.Ben(server);
        var terms = (await server.Anyone.Get("/consents")).Rows[0];
        terms.GetProperty("kind").GetString().ShouldBe("terms");
        terms.GetProperty("version").GetString().ShouldBe("7");

        (
            await ben.Post(
                $"/user/{ben.Id}/consents",
                new
                {
                    kind = "terms",
                    version = "7",
                    given = false,
                }
            )
        ).ShouldFail(409, "terms-stay");
        (
            await ben.Post(
                $"/user/{ben.Id}/consents",
                new
                {
                    kind = "terms",
                    version = "7",
                    given = true,
                }
            )
        ).ShouldBe(200);
    }

    [Fact]
    public async Task Interests_come_only_with_consent_and_go_when_it_is_taken_back()
    {
        var ben = await Cast.Ben(world.Server);
        var subject = FakeProvider.NewSubject();
        var profile = new
        {
            me = new { id = subject },
            artists = new { items = new[] { new { name = "Björk" } } },
        };
        async Task<int> Interests() => (await ben.Get($"/user/{ben.Id}/interests")).Rows.Count;
        async Task Connect() =>
            (await (await Visit.ToLink(ben, world, "spotify")).Back(new { }, profile)).ShouldBe(200);

        await Connect();
        (await Interests()).ShouldBe(0);
        await Say(ben, given: true);
        await Connect();
        (await Interests()).ShouldBe(1);
        await Say(ben, given: false);
        (await Interests()).ShouldBe(0);
        await Connect();
        (await Interests()).ShouldBe(0);
    }

    internal static async Task<Answer> Say(Person person, bool given) =>
        (
            await person.Post(
                $"/user/{person.Id}/consents",
                new
                {
                    kind = "interests",
                    version = "2026-11",
                    given,
                }
            )
        ).ShouldBe(200);
}
