using Seatmate.Tests.Accounts.SecondSteps;

namespace Seatmate.Tests.Accounts.Proofs;

public sealed class ProveAgainTests
{
    private static readonly TestServer Server = TestServer.Shared;

    [Fact]
    public async Task What_is_sensitive_is_refused_when_the_last_proof_is_old()
    {
        var ben = await BenOfAnHourAgo();

        foreach (
            var answer in new[]
            {
                await ben.Delete($"/user/{ben.Id}"),
                await ben.Patch($"/user/{ben.Id}", new { email = Cast.NewEmail("ben") }),
                await ben.Post("/auth/second-step"),
                await ben.Delete("/auth/second-step"),
                await ben.Post("/auth/second-step/recovery-codes"),
                await ben.Post("/auth/second-step/confirm", new { code = "123456" }),
            }
        )
            answer.ShouldFail(403, "proof-needed");

        (await ben.Patch($"/user/{ben.Id}", new { name = "Ben Renamed" })).ShouldBe(200);
        (await ben.Get("/auth/sessions")).ShouldBe(200);
    }

    [Fact]
    public async Task The_password_proves_it_for_this_session_only()
    {
        var ben = await BenOfAnHourAgo();
        var login = new { email = ben.Email, password = Cast.Password };
        var other = new Client(Server, (await Server.Anyone.Post("/auth/login", login)).Text("token"));
        await Server.Execute(
            "UPDATE accounts.sessions SET proved_at = now() - interval '1 hour' WHERE user_id = $1",
            ben.Id
        );

        (await ben.Post("/auth/proof", new { password = Cast.Password })).ShouldBe(200);

        (await ben.Post("/auth/second-step")).ShouldBe(200);
        (await other.Post("/auth/second-step")).ShouldFail(403, "proof-needed");
    }

    [Fact]
    public async Task A_mailed_code_proves_it()
    {
        var ben = await BenOfAnHourAgo();
        (await Server.Anyone.Post("/auth/code", new { email = ben.Email })).ShouldBe(202);

        (await ben.Post("/auth/proof", new { code = await Mailbox.CodeFor(Server, ben.Email) })).ShouldBe(
            200
        );

        (await ben.Post("/auth/second-step")).ShouldBe(200);
    }

    [Fact]
    public async Task With_a_second_step_the_app_proves_it_and_neither_password_nor_mailed_code_does()
    {
        var ben = await Cast.Ben();
        var app = await App.TurnOn(ben);
        await Server.Execute(
            "UPDATE accounts.sessions SET proved_at = now() - interval '1 hour' WHERE user_id = $1",
            ben.Id
        );
        (await Server.Anyone.Post("/auth/code", new { email = ben.Email })).ShouldBe(202);

        (
            await ben.Post("/auth/proof", new { code = await Mailbox.CodeFor(Server, ben.Email) })
        ).ShouldBeInvalid("code");
        (await ben.Post("/auth/proof", new { password = Cast.Password })).ShouldBeInvalid("code");
        (await ben.Delete("/auth/second-step")).ShouldFail(403, "proof-needed");
        (await ben.Post("/auth/proof", new { code = await app.FreshCode() })).ShouldBe(200);

        (await ben.Delete("/auth/second-step")).ShouldBe(200);
    }

    [Fact]
    public async Task A_wrong_proof_is_none_and_who_guesses_is_slowed_down()
    {
        var ben = await BenOfAnHourAgo();
        (await ben.Post("/auth/proof", new { })).ShouldBeInvalid("password");
        (await ben.Post("/auth/proof", new { code = "123456" })).ShouldBeInvalid("code");
        for (var attempt = 0; attempt < 19; attempt++)
            (await ben.Post("/auth/proof", new { password = "Wrong-1-one" })).ShouldBeInvalid("password");
        await ben.Server.LengthenWaits();

        (await ben.Post("/auth/proof", new { password = Cast.Password })).ShouldFail(429, "too-many-tries");
        (await ben.Post("/auth/second-step")).ShouldFail(403, "proof-needed");
    }

    private static async Task<Person> BenOfAnHourAgo()
    {
        var ben = await Cast.Ben();
        await Server.Execute(
            "UPDATE accounts.sessions SET proved_at = now() - interval '1 hour' WHERE user_id = $1",
            ben.Id
        );
        return ben;
    }
}
