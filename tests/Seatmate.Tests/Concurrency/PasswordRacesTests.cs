using Npgsql;
using Seatmate.Tests.Accounts.Proofs;

namespace Seatmate.Tests.Concurrency;

/// <summary>Somebody knows the old password and is just using it while its owner sets another.</summary>
public sealed class PasswordRacesTests(OwnServer own) : IClassFixture<OwnServer>
{
    private const string Fresh = "Fresh-123-fresh";
    private static readonly TimeSpan TimeForTheOwner = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Who_proved_the_old_password_is_let_in_no_more_once_there_is_another()
    {
        var ben = await Confirmed();
        var token = await TokenFor(ben);
        await using var gate = await Gate.BeforeReading(ben.Server, "accounts.second_steps");
        var thief = SignIn(ben);
        await gate.ShouldHaveWaiting(1);

        (await Reset(token)).ShouldBe(200);
        await gate.Open();

        (await thief).ShouldFail(401, "wrong-credentials");
        (await SessionsOf(ben)).ShouldBe(0);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("change")]
    public async Task A_session_that_is_just_being_made_ends_with_the_password_it_was_made_for(string how)
    {
        var ben = await Confirmed();
        var token = await TokenFor(ben);
        await using var gate = await Gate.Before(ben.Server, "accounts.devices");
        var thief = SignIn(ben);
        await gate.ShouldHaveWaiting(1);

        var owner = how == "reset" ? Reset(token) : Change(ben);
        await Task.WhenAny(owner, Task.Delay(TimeForTheOwner, TestContext.Current.CancellationToken));
        await gate.Open();

        (await owner).ShouldBe(200);
        await thief;
        (await SessionsOf(ben)).ShouldBe(how == "reset" ? 0 : 1);
    }

    [Fact]
    public async Task Who_proved_the_old_password_sets_no_other_once_its_owner_did()
    {
        var ben = await Confirmed();
        await using var owner = new NpgsqlConnection(ben.Server.Connection);
        await owner.OpenAsync(TestContext.Current.CancellationToken);
        await QueryPlan.Run(
            owner,
            $"BEGIN; UPDATE accounts.users SET password_hash = 'of the owner' WHERE id = {ben.Id}"
        );

        var thief = Change(ben);
        await Eventually.ShouldBeTrue(
            () =>
                ben.Server.Ask<bool>(
                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid)))",
                    owner.ProcessID
                ),
            "the thief waits for the owner"
        );
        await QueryPlan.Run(owner, "COMMIT");

        (await thief).ShouldBeInvalid("old_password");
        (
            await ben.Server.Ask<string>("SELECT password_hash FROM accounts.users WHERE id = $1", ben.Id)
        ).ShouldBe("of the owner");
    }

    private async Task<Person> Confirmed()
    {
        var ben = await Cast.Ben(own.Server);
        await own.Server.Execute(
            "UPDATE accounts.users SET email_confirmed_at = now() WHERE id = $1",
            ben.Id
        );
        return ben;
    }

    private static async Task<string> TokenFor(Person person)
    {
        (await person.Server.Anyone.Post("/auth/forgot", new { email = person.Email })).ShouldBe(202);
        return await Mailbox.ResetTokenFor(person.Server, person.Email);
    }

    private static Task<Answer> SignIn(Person person) =>
        person.Server.Anyone.Post("/auth/login", new { email = person.Email, password = Cast.Password });

    private Task<Answer> Reset(string token) =>
        own.Server.Anyone.Post("/auth/reset", new { token, password = Fresh });

    private static Task<Answer> Change(Person person) =>
        person.Patch($"/user/{person.Id}", new { password = Fresh, old_password = Cast.Password });

    private static Task<long> SessionsOf(Person person) =>
        person.Server.Ask<long>("SELECT count(*) FROM accounts.sessions WHERE user_id = $1", person.Id);
}
