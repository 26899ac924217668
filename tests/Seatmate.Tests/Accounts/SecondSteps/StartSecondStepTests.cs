namespace Seatmate.Tests.Accounts.SecondSteps;

public sealed class StartSecondStepTests
{
    [Fact]
    public async Task The_app_gets_a_secret_an_address_and_a_picture_and_nothing_is_in_force_yet()
    {
        var ben = await Cast.Ben();

        var start = (await ben.Post("/auth/second-step")).ShouldBe(200);

        start.Text("secret").ShouldNotBeNull().ShouldMatch("^[A-Z2-7]{32}$");
        start.Text("uri").ShouldNotBeNull().ShouldStartWith("otpauth://totp/Seatmate:");
        start.Text("uri").ShouldNotBeNull().ShouldContain(start.Text("secret")!);
        start.Text("qr_svg").ShouldNotBeNull().ShouldContain("<svg");
        (await ben.Get("/auth/second-step"))["is_on"].GetBoolean().ShouldBeFalse();
        (
            await ben.Server.Anyone.Post("/auth/login", new { email = ben.Email, password = Cast.Password })
        ).ShouldBe(200);
    }

    [Fact]
    public async Task A_wrong_code_turns_nothing_on()
    {
        var ben = await Cast.Ben();
        (await ben.Post("/auth/second-step/confirm", new { code = "123456" })).ShouldBeInvalid("code");
        (await ben.Post("/auth/second-step")).ShouldBe(200);

        foreach (var code in new[] { "", "abc", "aaaaaa", new string('1', 101) })
            (await ben.Post("/auth/second-step/confirm", new { code })).ShouldBeInvalid("code");

        (await ben.Get("/auth/second-step"))["is_on"].GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_on_is_not_replaced_before_it_is_turned_off()
    {
        var ben = await Cast.Ben();
        await App.TurnOn(ben);

        (await ben.Post("/auth/second-step")).ShouldFail(409, "second-step-on");
        (await ben.Delete("/auth/second-step")).ShouldBe(200);
        (await ben.Delete("/auth/second-step")).ShouldFail(404, "not-found");
        (await ben.Get("/auth/second-step"))["recovery_codes_left"].GetInt32().ShouldBe(0);
        (
            await ben.Server.Anyone.Post("/auth/login", new { email = ben.Email, password = Cast.Password })
        ).ShouldBe(200);
    }

    [Fact]
    public async Task Turning_it_on_twice_at_once_turns_it_on_once()
    {
        var ben = await Cast.Ben();
        var code = App.CodeOf((await ben.Post("/auth/second-step")).ShouldBe(200).Text("secret")!);

        var answers = await Race.AtOnce(5, _ => ben.Post("/auth/second-step/confirm", new { code }));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        (await ben.Get("/auth/second-step"))["recovery_codes_left"].GetInt32().ShouldBe(10);
    }

    [Fact]
    public async Task New_recovery_codes_replace_the_old_ones()
    {
        var ben = await Cast.Ben();
        (await ben.Post("/auth/second-step/recovery-codes")).ShouldFail(404, "not-found");
        var app = await App.TurnOn(ben);

        var renewed = (await ben.Post("/auth/second-step/recovery-codes")).ShouldBe(200)["recovery_codes"];

        renewed.GetArrayLength().ShouldBe(10);
        renewed.EnumerateArray().Select(code => code.GetString()).ShouldNotContain(app.RecoveryCodes[0]);
        (await ben.Get("/auth/second-step"))["recovery_codes_left"].GetInt32().ShouldBe(10);
    }

    [Fact]
    public async Task The_secret_is_not_to_be_read_in_the_database()
    {
        var ben = await Cast.Ben();
        var secret = (await ben.Post("/auth/second-step")).ShouldBe(200).Text("secret")!;

        var kept = await ben.Server.Ask<byte[]>(
            "SELECT secret FROM accounts.second_steps WHERE user_id = $1",
            ben.Id
        );

        kept.Length.ShouldBe(12 + 20 + 16);
        Seatmate.Accounts.SecondSteps.Totp.Base32(kept).ShouldNotContain(secret[..16]);
    }
}
