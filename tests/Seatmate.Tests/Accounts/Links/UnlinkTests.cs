using Seatmate.Tests.Accounts.Providers;

namespace Seatmate.Tests.Accounts.Links;

public sealed class UnlinkTests(ProviderServer world) : IClassFixture<ProviderServer>
{
    [Fact]
    public async Task A_link_beside_a_password_goes_and_opens_nothing_any_more()
    {
        var ben = await Cast.Ben(world.Server);
        var subject = FakeProvider.NewSubject();
        (await (await Visit.ToLink(ben, world)).Return(subject, ben.Email)).ShouldBe(200);
        var link = (await ben.Get("/auth/links")).Rows.Single();
        link.GetProperty("provider_name").GetString().ShouldBe("Campus");
        link.GetProperty("account_name").GetString().ShouldBe(ben.Email);

        var address = $"/auth/links/{link.GetProperty("id")}";
        (await (await Cast.Cleo(world.Server)).Delete(address)).ShouldFail(404, "not-found");
        (await ben.Delete(address)).ShouldBe(200);
        (await ben.Delete(address)).ShouldFail(404, "not-found");
        (await (await Visit.ToSignIn(world)).Return(subject, ben.Email)).ShouldFail(409, "account-exists");
    }

    [Fact]
    public async Task The_last_way_in_stays()
    {
        var (person, links) = await WithoutPassword(world.Server, 1);

        (await person.Delete($"/auth/links/{links[0]}")).ShouldFail(409, "last-way-in");
        (await person.Get("/auth/links")).Rows.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Of_the_two_last_ways_in_that_go_at_once_one_stays()
    {
        for (var round = 0; round < 5; round++)
        {
            var (person, links) = await WithoutPassword(world.Server, 2);

            var answers = await Race.AtOnceBefore(
                world.Server,
                "accounts.links",
                2,
                2,
                number => person.Delete($"/auth/links/{links[number]}")
            );

            answers.Select(answer => answer.Status).Order().ShouldBe([200, 409]);
            (await person.Get("/auth/links")).Rows.ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task Control_without_the_rule_both_go()
    {
        await using var server = await TestServer.StartAsync();
        await server.Execute("DROP TRIGGER links_leave_a_way_in ON accounts.links");
        var (person, links) = await WithoutPassword(server, 2);

        await Race.AtOnce(2, number => person.Delete($"/auth/links/{links[number]}"));

        (await person.Get("/auth/links")).Rows.ShouldBeEmpty();
        Control.FailedAsExpected("links_leave_a_way_in", "a person has no way in");
    }

    [Fact]
    public async Task Who_has_only_links_may_still_leave()
    {
        var (person, _) = await WithoutPassword(world.Server, 1);

        (await person.Delete($"/user/{person.Id}")).ShouldBe(200);
    }

    private static async Task<(Person Person, long[] Links)> WithoutPassword(TestServer server, int count)
    {
        var person = await Cast.Eve(server);
        await server.Execute("UPDATE accounts.users SET password_hash = NULL WHERE id = $1", person.Id);
        var links = await server.Ask<long[]>(
            """
            WITH made AS (
                INSERT INTO accounts.links (user_id, provider, issuer, subject, account_name)
                SELECT $1, 'p' || n, 'https://p' || n, $1::text, 'eve' FROM generate_series(1, $2) AS n RETURNING id
            )
            SELECT array_agg(id) FROM made
            """,
            person.Id,
            count
        );
        return (person, links);
    }
}
