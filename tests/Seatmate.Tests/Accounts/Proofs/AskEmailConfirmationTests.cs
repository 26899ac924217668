namespace Seatmate.Tests.Accounts.Proofs;

public sealed class AskEmailConfirmationTests
{
    private static readonly TestServer Server = TestServer.Shared;

    [Fact]
    public async Task Whoever_registers_may_do_everything_and_is_asked_to_confirm()
    {
        var (newcomer, email) = await Newcomer();

        (await IsConfirmed(newcomer)).ShouldBeFalse();
        (await newcomer.Post("/posts", new { title = "Hello", content = "I am new." })).ShouldBe(201);
        (await Mailbox.CountOf(Server, email, "email-confirmation")).ShouldBe(1);
    }

    [Fact]
    public async Task The_link_confirms_without_a_session_once()
    {
        var (newcomer, email) = await Newcomer();
        var token = await Mailbox.ConfirmationTokenFor(Server, email);

        var answer = (await Server.Anyone.Post("/auth/confirm", new { token })).ShouldBe(200);

        answer.Text("email").ShouldBe(email);
        answer["dob"]
            .ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null, "the link may be in a stranger's hands");
        (await IsConfirmed(newcomer)).ShouldBeTrue();
        (await Server.Anyone.Post("/auth/confirm", new { token })).ShouldFail(410, "link-expired");
    }

    [Fact]
    public async Task Where_the_account_was_never_used_the_link_confirms_nothing_before_one_signs_in()
    {
        var (newcomer, email) = await Newcomer();
        var token = await Mailbox.ConfirmationTokenFor(Server, email);
        var elsewhere = ("User-Agent", "Phone/1.0");

        var refused = await Server.Anyone.Post("/auth/confirm", new { token }, elsewhere);
        var others = await (await Cast.Cleo()).Post("/auth/confirm", new { token }, elsewhere);

        refused.ShouldFail(401, "sign-in-needed").Body.ShouldNotContain(email);
        others.ShouldFail(401, "sign-in-needed");
        (await IsConfirmed(newcomer)).ShouldBeFalse();
        (await newcomer.Post("/auth/confirm", new { token }, elsewhere)).ShouldBe(200);
        (await IsConfirmed(newcomer)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_code_confirms_whoever_is_signed_in()
    {
        var (newcomer, email) = await Newcomer();
        var code = await Mailbox.ConfirmationCodeFor(Server, email);

        (await Server.Anyone.Post("/auth/confirm", new { code })).ShouldFail(401, "sign-in-needed");
        (
            await newcomer.Post("/auth/confirm", new { code = code == "111111" ? "222222" : "111111" })
        ).ShouldBeInvalid("code");
        (await newcomer.Post("/auth/confirm", new { code })).ShouldBe(200);
        (await IsConfirmed(newcomer)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_link_to_the_address_before_confirms_nothing_after_a_change()
    {
        var ben = await Cast.Ben();
        (await ben.Post("/auth/confirmation")).ShouldBe(202);
        var token = await Mailbox.ConfirmationTokenFor(Server, ben.Email);
        (await ben.Patch($"/user/{ben.Id}", new { email = Cast.NewEmail("Ben") })).ShouldBe(200);
        (await ben.Post("/auth/confirm", new { code = await Users.EmailCodes.LatestOf(ben) })).ShouldBe(200);

        (await Server.Anyone.Post("/auth/confirm", new { token })).ShouldFail(410, "link-expired");
    }

    [Fact]
    public async Task What_is_confirmed_is_not_asked_for_again()
    {
        var (newcomer, email) = await Newcomer();
        await Server.Anyone.Post(
            "/auth/confirm",
            new { token = await Mailbox.ConfirmationTokenFor(Server, email) }
        );

        (await newcomer.Post("/auth/confirmation")).ShouldFail(409, "already-confirmed");
    }

    [Fact]
    public async Task Five_an_hour_are_mailed_however_many_ask_at_once()
    {
        var ben = await Cast.Ben();

        var answers = await Race.AtOnce(8, _ => ben.Post("/auth/confirmation"));

        answers.Count(answer => answer.Status == 202).ShouldBe(5);
        foreach (var answer in answers.Where(answer => answer.Status != 202))
            answer.ShouldFail(429, "too-many-mails");
    }

    private static async Task<bool> IsConfirmed(Client somebody) =>
        (await somebody.Get("/auth/session"))["email_confirmed"].GetBoolean();

    private static async Task<(Client Newcomer, string Email)> Newcomer()
    {
        var email = Cast.NewEmail("nora");
        var registration = new
        {
            name = "Nora Quist",
            user_name = "nora",
            email,
            password = Cast.Password,
            dob = "1990-01-02",
        };
        (await Server.Anyone.Post("/auth/register", registration)).ShouldBe(201);
        var token = (await Server.Anyone.Post("/auth/login", new { email, password = Cast.Password })).Text(
            "token"
        );
        return (new Client(Server, token), email);
    }
}
