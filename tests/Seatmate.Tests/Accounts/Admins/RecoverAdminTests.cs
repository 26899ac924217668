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
