using Seatmate.Accounts.Proofs;
using Seatmate.Tests.Accounts.Passkeys;
using Seatmate.Tests.Accounts.SecondSteps;

namespace Seatmate.Tests.Accounts.Admins;

/// <summary>By the real program, beside a server that runs.</summary>
public sealed class RecoverAdminTests
{
    private static readonly TestServer Server = TestServer.Shared;

    [Fact]
    public async Task An_admin_who_lost_everything_gets_in_and_who_was_in_as_them_is_out()
    {
        var admin = await Cast.Admin();
        await App.TurnOn(admin);
        (await admin.Get("/auth/session")).ShouldBe(200);

        var (exit, output, errors) = await Recover(admin.Email.ToUpperInvariant());

        exit.ShouldBe(0, errors);
        var said = output.Split('\n');
        said[0].ShouldBe("The second step is off; it can be turned on again at /settings/security");
        said[1].ShouldStartWith($"Admin: {admin.Email}, password: ");
        var password = said[1].Split(' ')[3];
        (
            await Server.Ask<long>(
                "SELECT count(*) FROM accounts.recovery_codes WHERE user_id = $1",
                admin.Id
            )
        ).ShouldBe(0);
        (
            await Server.Ask<string[]>(
                """
                SELECT array_agg(action ORDER BY id) FROM platform.audit
                WHERE subject = $1 AND actor_id IS NULL AND action LIKE 'accounts.%'
                """,
                $"user:{admin.Id}"
            )
        ).ShouldBe(["accounts.password_reset", "accounts.second_step_turned_off"]);
        await Eventually.ShouldBeTrue(
            async () => (await admin.Get("/auth/session")).Status == 401,
            "their sessions have ended"
        );
        (await SignIn(admin, Cast.Password)).Status.ShouldBe(401);
        (await SignIn(admin, password)).ShouldBe(200);
    }

    [Fact]
    public async Task What_opened_the_account_without_a_password_is_gone_and_that_of_others_stays()
    {
        var (admin, ben) = (await Cast.Admin(), await Cast.Ben());
        using var first = SoftKey.For(Server);
        using var second = SoftKey.For(Server);
        using var bens = SoftKey.For(Server);
        foreach (var (person, device) in new[] { (admin, first), (admin, second), (ben, bens) })
            (await PasskeyAccess.Add(person, device)).ShouldBe(201);
        foreach (var person in new[] { admin, ben })
            await Link(person);
        var (key, keyOfBen) = (await admin.Key("read_teams"), await ben.Key("read_teams"));
        (await key.Get("/organisers")).ShouldBe(200);
        // Who came by an outside account has no password to begin with.
        await Server.Execute("UPDATE accounts.users SET password_hash = NULL WHERE id = $1", admin.Id);

        var (exit, output, errors) = await Recover(admin.Email);

        exit.ShouldBe(0, errors);
        output.Split('\n')[0].ShouldBe("2 passkeys, 1 connection and 1 key were removed");
        await Eventually.ShouldBeTrue(
            async () => (await key.Get("/organisers")).Status == 401,
            "the key opens nothing any more"
        );
        (await PasskeyAccess.SignIn(Server, first, admin.Id)).ShouldFail(401, "wrong-passkey");
        (await Links(admin)).ShouldBe(0);
        (await Removals(admin)).ShouldBe([
            "accounts.key_revoked",
            "accounts.passkey_removed",
            "accounts.passkey_removed",
            "accounts.unlinked",
        ]);
        (await keyOfBen.Get("/organisers")).ShouldBe(200);
        (await PasskeyAccess.SignIn(Server, bens, ben.Id)).ShouldBe(200);
        (await Links(ben)).ShouldBe(1);
    }

    [Theory]
    [InlineData(0, 0, 0, null)]
    [InlineData(1, 0, 0, "1 passkey was removed")]
    [InlineData(0, 2, 0, "2 connections were removed")]
    [InlineData(1, 0, 1, "1 passkey and 1 key were removed")]
    public void Only_what_was_there_is_named(int passkeys, int connections, int keys, string? sentence) =>
        new WaysTaken(passkeys, connections, keys).InWords().ShouldBe(sentence);

    [Fact]
    public async Task Without_a_second_step_nothing_is_said_of_it()
    {
        var admin = await Cast.Admin();

        var (exit, output, errors) = await Recover(admin.Email);

        exit.ShouldBe(0, errors);
        output.Split('\n').ShouldHaveSingleItem().ShouldEndWith(" (shown only this once)");
    }

    [Fact]
    public async Task Only_admins_are_recovered()
    {
        var ben = await Cast.Ben();

        (await Refusal(ben.Email)).ShouldBe(
            $"{ben.Email} is no admin: `admin create` makes one, and others get a new password by mail."
        );
        (await Refusal("nobody@example.org")).ShouldBe(
            "Nobody has an account with the address 'nobody@example.org'."
        );

        (await ben.Get("/auth/session")).ShouldBe(200);
        (await SignIn(ben, Cast.Password)).ShouldBe(200);
    }

    private static Task Link(Person person) =>
        Server.Execute(
            """
            INSERT INTO accounts.links (user_id, provider, issuer, subject, account_name)
            VALUES ($1, 'campus', 'https://campus.example', $1::text, 'Campus')
            """,
            person.Id
        );

    private static Task<long> Links(Person person) =>
        Server.Ask<long>("SELECT count(*) FROM accounts.links WHERE user_id = $1", person.Id);

    private static Task<string[]> Removals(Person person) =>
        Server.Ask<string[]>(
            """
            SELECT array_agg(action ORDER BY action) FROM platform.audit
            WHERE actor_id IS NULL AND action ~ '_removed$|_revoked$|unlinked$' AND (
                subject = 'user:' || $1 OR subject IN (
                    SELECT subject FROM platform.audit WHERE actor_id = $1 AND action = 'accounts.key_made'))
            """,
            person.Id
        );

    private static Task<Answer> SignIn(Person person, string password) =>
        Server.Anyone.Post("/auth/login", new { email = person.Email, password });

    private static Task<(int Exit, string Output, string Errors)> Recover(string email) =>
        SeatmateCommand.Run(Path.GetTempPath(), Settings, Command(email));

    private static Task<string> Refusal(string email) =>
        SeatmateCommand.Refusal(Path.GetTempPath(), Settings, Command(email));

    private static (string, string)[] Settings =>
        [("DATABASE_URL", Server.Connection), ("PASSWORD_HASH_COST", "4")];

    private static string[] Command(string email) => ["admin", "recover", "--email", email];
}
