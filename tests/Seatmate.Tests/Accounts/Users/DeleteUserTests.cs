namespace Seatmate.Tests.Accounts.Users;

public sealed class DeleteUserTests
{
    [Fact]
    public async Task A_person_deletes_their_account_and_is_gone()
    {
        var ben = await Cast.Ben();
        var cleo = await Cast.Cleo();

        (await ben.Delete($"/user/{ben.Id}"))
            .ShouldBe(200)
            .Text("message")
            .ShouldBe($"User '{ben.Name}' deleted successfully");

        (await cleo.Get($"/user/{ben.Id}")).ShouldFail(404, "not-found", $"User with id {ben.Id} not found");
        (
            await ben.Server.Anyone.Post("/auth/login", new { email = ben.Email, password = Cast.Password })
        ).ShouldBe(401);
        (
            await ben.Server.Ask<long>("SELECT count(*) FROM accounts.sessions WHERE user_id = $1", ben.Id)
        ).ShouldBe(0);
    }

    [Fact]
    public async Task The_token_of_a_deleted_person_is_dead()
    {
        var ben = await Cast.Ben();
        (await ben.Get("/user")).ShouldBe(200);

        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);

        await Eventually.ShouldBeTrue(
            async () => (await ben.Get("/user")).Status == 401,
            "the token of a deleted person is dead"
        );
    }

    [Fact]
    public async Task A_stranger_deletes_nobody()
    {
        var ben = await Cast.Ben();

        (await (await Cast.Cleo()).Delete($"/user/{ben.Id}")).ShouldFail(
            403,
            "forbidden",
            "You can only delete your own account"
        );

        (await ben.Get("/auth/session")).ShouldBe(200);
    }

    [Fact]
    public async Task An_admin_deletes_anybody()
    {
        var ben = await Cast.Ben();

        (await (await Cast.Admin()).Delete($"/user/{ben.Id}")).ShouldBe(200);
    }

    [Fact]
    public async Task Deleted_five_times_at_once_somebody_goes_once()
    {
        var admin = await Cast.Admin();
        var ben = await Cast.Ben();

        var answers = await Race.AtOnce(5, _ => admin.Delete($"/user/{ben.Id}"));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Status != 200))
            answer.ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task The_last_two_admins_cannot_delete_each_other_at_once()
    {
        await using var server = await TestServer.StartAsync();
        Person[] admins = [await Cast.Admin(server), await Cast.Admin(server)];

        var answers = await Race.AtOnce(2, number => admins[number].Delete($"/user/{admins[1 - number].Id}"));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        (await server.Ask<long>("SELECT count(*) FROM accounts.users WHERE role = 'admin'")).ShouldBe(1);
    }

    [Fact]
    public async Task The_last_admin_stays()
    {
        await using var server = await TestServer.StartAsync();
        var admin = await Cast.Admin(server);

        (await admin.Delete($"/user/{admin.Id}")).ShouldFail(
            409,
            "last-admin",
            "The last admin cannot be deleted"
        );
    }

    [Fact]
    public async Task A_freed_address_can_be_registered_again()
    {
        var ben = await Cast.Ben();
        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);

        var registration = new
        {
            name = "Ben Again",
            user_name = "ben",
            email = ben.Email,
            password = Cast.Password,
        };
        (await ben.Server.Anyone.Post("/auth/register", registration)).ShouldBe(201);
    }
}
