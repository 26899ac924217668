namespace Seatmate.Tests.Accounts.Proofs;

public sealed class AskPasswordResetTests
{
    private static readonly TestServer Server = TestServer.Shared;

    [Fact]
    public async Task Somebody_and_nobody_are_answered_alike_and_only_somebody_is_mailed()
    {
        var (ben, nobody) = (await Cast.Ben(), Cast.NewEmail("nobody"));

        var known = (await Ask(ben.Email)).ShouldBe(202);
        var unknown = (await Ask(nobody)).ShouldBe(202);

        unknown.Bytes.ShouldBe(known.Bytes);
        (await Mailbox.CountOf(Server, ben.Email, "password-reset")).ShouldBe(1);
        (await Mailbox.CountOf(Server, nobody, "password-reset")).ShouldBe(0);
    }

    [Fact]
    public async Task Asking_changes_nothing_for_the_owner()
    {
        var ben = await Cast.Ben();

        (await Ask(ben.Email)).ShouldBe(202);
        await Server.Settled();

        (await ben.Get("/auth/session")).ShouldBe(200);
        (
            await Server.Anyone.Post("/auth/login", new { email = ben.Email, password = Cast.Password })
        ).ShouldBe(200);
    }

    [Fact]
    public async Task Five_an_hour_are_mailed()
    {
        var ben = await Cast.Ben();

        for (var attempt = 0; attempt < 7; attempt++)
            (await Ask(ben.Email)).ShouldBe(202);

        (await Mailbox.CountOf(Server, ben.Email, "password-reset")).ShouldBe(5);
    }

    [Fact]
    public async Task The_token_stands_behind_the_sign_that_no_server_sees()
    {
        var ben = await Cast.Ben();
        await Ask(ben.Email);
        await Mailbox.ResetTokenFor(Server, ben.Email);

        (
            await Server.Ask<string>("SELECT body FROM notifications.mails WHERE to_address = $1", ben.Email)
        ).ShouldContain("/reset#token=");
    }

    [Fact]
    public async Task Nonsense_is_refused() => (await Ask("no address")).ShouldBeInvalid("email");

    private static Task<Answer> Ask(string email) => Server.Anyone.Post("/auth/forgot", new { email });
}
