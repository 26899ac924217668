using Npgsql;

namespace Seatmate.Tests.Accounts.Admins;

public sealed class ChangeAccountTests
{
    [Fact]
    public async Task An_admin_makes_another_and_takes_it_back_and_it_counts_at_once()
    {
        var (admin, ben) = (await Cast.Admin(), await Cast.Ben());
        (await ben.Get("/audit")).ShouldFail(403, "forbidden");

        (await admin.Patch($"/admin/accounts/{ben.Id}", new { role = "admin" }))
            .ShouldBe(200)
            .Text("role")
            .ShouldBe("admin");
        (await ben.Get("/audit")).ShouldBe(200);
        (await admin.Patch($"/admin/accounts/{ben.Id}", new { role = "user" })).ShouldBe(200);
        (await ben.Get("/audit")).ShouldFail(403, "forbidden");

        var noted = (await admin.Get($"/audit?subject=user:{ben.Id}&action=accounts.admin_"))
            .ShouldBe(200)
            .Rows;
        noted
            .Select(row => row.GetProperty("action").GetString())
            .ShouldBe(["accounts.admin_demoted", "accounts.admin_promoted"]);
        noted[0]
            .GetProperty("details")
            .GetProperty("changes")
            .GetProperty("role")
            .ToString()
            .ShouldBe("""{"to":"user","from":"admin"}""");
    }

    [Fact]
    public async Task The_new_role_counts_on_another_server_too()
    {
        var (admin, second) = (await Cast.Admin(), await Cast.Admin());
        var beside = await TestServer.SharedBeside;
        (await second.At(beside).Get("/audit")).ShouldBe(200);

        (await admin.Patch($"/admin/accounts/{second.Id}", new { role = "user" })).ShouldBe(200);

        await Eventually.ShouldBeTrue(
            async () => (await second.At(beside).Get("/audit")).Status == 403,
            "the other server knows that they are no admin"
        );
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"role": "owner"}""")]
    [InlineData("""{"role": 1}""")]
    public async Task Nonsense_is_refused(string body) =>
        (
            await (await Cast.Admin()).Send(
                HttpMethod.Patch,
                $"/admin/accounts/{(await Cast.Ben()).Id}",
                new StringContent(body, null, "application/json")
            )
        ).ShouldBe(400);

    [Fact]
    public async Task Nobody_else_changes_a_role()
    {
        var ben = await Cast.Ben();

        (await ben.Patch($"/admin/accounts/{ben.Id}", new { role = "admin" })).ShouldFail(403, "forbidden");
        (await (await Cast.Admin()).Patch("/admin/accounts/999999999", new { role = "admin" })).ShouldFail(
            404,
            "not-found"
        );
    }

    [Fact]
    public async Task The_last_admin_stays_one()
    {
        await using var server = await TestServer.StartAsync();
        var admin = await Cast.Admin(server);

        (await admin.Patch($"/admin/accounts/{admin.Id}", new { role = "user" })).ShouldFail(
            409,
            "last-admin",
            "The last admin stays one"
        );
    }

    [Fact]
    public async Task Of_two_admins_who_demote_each_other_at_once_one_stays()
    {
        await using var server = await TestServer.StartAsync();
        Person[] admins = [await Cast.Admin(server), await Cast.Admin(server)];

        var answers = await Race.AtOnce(
            2,
            number => admins[number].Patch($"/admin/accounts/{admins[1 - number].Id}", new { role = "user" })
        );

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 403).ShouldBe(1);
        (await Admins(server)).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_database_itself_keeps_an_admin(bool guarded)
    {
        await using var server = await TestServer.StartAsync();
        Person[] admins = [await Cast.Admin(server), await Cast.Admin(server)];
        if (!guarded)
            await server.Execute("DROP TRIGGER users_keep_an_admin ON accounts.users");

        await Race.AtOnceBefore(
            server,
            "accounts.users",
            2,
            2,
            async number =>
            {
                try
                {
                    return await server.Execute(
                        "UPDATE accounts.users SET role = 'user' WHERE id = $1",
                        admins[number].Id
                    );
                }
                catch (PostgresException refused)
                {
                    refused.ConstraintName.ShouldBe("users_keep_an_admin");
                    return 0;
                }
            }
        );

        (await Admins(server)).ShouldBe(guarded ? 1 : 0);
        if (!guarded)
            Control.FailedAsExpected("users_keep_an_admin", "there is no admin");
    }

    [Fact]
    public async Task Admins_find_people_by_name_address_and_role()
    {
        var (admin, ben) = (await Cast.Admin(), await Cast.Ben());

        var byAddress = (await admin.Get($"/admin/accounts?find={ben.Email.ToUpperInvariant()}")).ShouldBe(
            200
        );
        byAddress.Rows.ShouldHaveSingleItem().GetProperty("id").GetInt64().ShouldBe(ben.Id);
        byAddress.Rows[0].GetProperty("email").GetString().ShouldBe(ben.Email);
        (await admin.Get($"/admin/accounts?find={ben.Handle}"))
            .ShouldBe(200)
            .Rows.ShouldHaveSingleItem()
            .GetProperty("id")
            .GetInt64()
            .ShouldBe(ben.Id);
        (await admin.Get($"/admin/accounts?find={ben.Handle}&role=admin")).ShouldBe(200).Rows.ShouldBeEmpty();
        var admins = await admin.GetPages("/admin/accounts?role=admin&limit=1", 3);
        admins
            .SelectMany(page => page.Rows)
            .ShouldAllBe(row => row.GetProperty("role").GetString() == "admin");
        (await admin.Get("/admin/accounts?role=boss")).ShouldBe(400);
        (await ben.Get("/admin/accounts")).ShouldFail(403, "forbidden");
    }

    private static Task<long> Admins(TestServer server) =>
        server.Ask<long>("SELECT count(*) FROM accounts.users WHERE role = 'admin'");
}
