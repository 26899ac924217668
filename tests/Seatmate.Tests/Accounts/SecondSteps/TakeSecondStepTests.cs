namespace Seatmate.Tests.Accounts.SecondSteps;

public sealed class TakeSecondStepTests
{
    private static readonly TestServer Server = TestServer.Shared;

    [Fact]
    public async Task The_password_alone_opens_nothing_and_the_code_of_the_app_does()
    {
        var ben = await Cast.Ben();
        var app = await App.TurnOn(ben);

        var refused = (await SignIn(ben)).ShouldFail(401, "second-step-needed");
        refused.Json.TryGetProperty("token", out _).ShouldBeFalse();
        var answer = (await Take(TicketOf(refused), await app.FreshCode())).ShouldBe(200);

        (await new Client(Server, answer.Text("token")).Get("/auth/session")).ShouldBe(200);
    }

    [Fact]
    public async Task A_browser_gets_its_cookie_at_the_second_step()
    {
        var ben = await Cast.Ben();
        var app = await App.TurnOn(ben);
        var login = new { email = ben.Email, password = Cast.Password };
        var refused = (await Server.Anyone.Post("/auth/session", login)).ShouldFail(
            401,
            "second-step-needed"
        );
        refused.Header("Set-Cookie").ShouldBeNull();

        var take = new { ticket = TicketOf(refused), code = await app.FreshCode() };

        (await Server.Anyone.Post("/auth/second-step/session", take))
            .ShouldBe(201)
            .Header("Set-Cookie")
            .ShouldNotBeNull()
            .ShouldContain("httponly");
    }

    [Fact]
    public async Task A_mailed_code_is_not_enough_either()
    {
        var ben = await Cast.Ben();
        await Server.Execute("UPDATE accounts.users SET email_confirmed_at = now() WHERE id = $1", ben.Id);
        await App.TurnOn(ben);
        (await Server.Anyone.Post("/auth/code", new { email = ben.Email })).ShouldBe(202);
        var code = await Proofs.Mailbox.CodeFor(Server, ben.Email);

        (await Server.Anyone.Post("/auth/code/login", new { email = ben.Email, code })).ShouldFail(
            401,
            "second-step-needed"
        );
    }

    [Fact]
    public async Task A_code_of_the_app_counts_once_even_at_once()
    {
        var ben = await Cast.Ben();
        var app = await App.TurnOn(ben);
        var (ticket, code) = (TicketOf(await SignIn(ben)), await app.FreshCode());

        var answers = await Race.AtOnceBefore(Server, "accounts.second_steps", 1, 4, _ => Take(ticket, code));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Status != 200))
            answer.ShouldFail(401, "wrong-code");
    }

    [Fact]
    public async Task The_code_that_turned_it_on_is_used_up()
    {
        var ben = await Cast.Ben();
        var secret = (await ben.Post("/auth/second-step")).ShouldBe(200).Text("secret")!;
        var code = App.CodeOf(secret);
        (await ben.Post("/auth/second-step/confirm", new { code })).ShouldBe(200);

        (await Take(TicketOf(await SignIn(ben)), code)).ShouldFail(401, "wrong-code");
    }

    [Fact]
    public async Task A_recovery_code_opens_once_in_any_spelling()
    {
        var ben = await Cast.Ben();
        var app = await App.TurnOn(ben);
        app.RecoveryCodes.Distinct().Count().ShouldBe(10);
        var code = app.RecoveryCodes[3];

        (await Take(TicketOf(await SignIn(ben)), $" {code.ToUpperInvariant()} ")).ShouldBe(200);
        (await Take(TicketOf(await SignIn(ben)), code)).ShouldFail(401, "wrong-code");

        (await ben.Get("/auth/second-step"))["recovery_codes_left"].GetInt32().ShouldBe(9);
    }

    [Fact]
    public async Task Who_guesses_codes_is_slowed_down_as_at_the_password()
    {
        var ben = await Cast.Ben();
        await App.TurnOn(ben);
        var ticket = TicketOf(await SignIn(ben));
        for (var attempt = 0; attempt < 20; attempt++)
            (await Take(ticket, "aaaaaa")).ShouldFail(401, "wrong-code");
        await ben.Server.LengthenWaits();

        (await Take(ticket, "aaaaaa")).ShouldFail(429, "too-many-tries");
    }

    [Fact]
    public async Task The_right_password_in_between_does_not_set_the_count_of_guessed_codes_back()
    {
        var ben = await Cast.Ben();
        await App.TurnOn(ben);
        for (var attempt = 0; attempt < 20; attempt++)
            (await Take(TicketOf(await SignIn(ben)), "aaaaaa")).ShouldFail(401, "wrong-code");
        await ben.Server.LengthenWaits();

        (await SignIn(ben)).ShouldFail(429, "too-many-tries");
    }

    [Fact]
    public async Task Somebody_elses_code_and_forged_tickets_open_nothing()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());
        await App.TurnOn(ben);
        var hers = await App.TurnOn(cleo);
        var ticket = TicketOf(await SignIn(ben));

        (await Take(ticket, await hers.FreshCode())).ShouldFail(401, "wrong-code");
        foreach (var forged in new[] { "x", "a.b", ticket + "x", "." + ticket, ticket.Split('.')[0] + "." })
            (await Take(forged, await hers.FreshCode())).ShouldFail(401, "ticket-expired");
    }

    [Fact]
    public async Task A_ticket_ends_with_the_password_it_was_given_for()
    {
        var ben = await Cast.Ben();
        var app = await App.TurnOn(ben);
        var ticket = TicketOf(await SignIn(ben));
        var change = new { password = "Fresh-123-fresh", old_password = Cast.Password };
        (await ben.Patch($"/user/{ben.Id}", change)).ShouldBe(200);

        (await Take(ticket, await app.FreshCode())).ShouldFail(401, "ticket-expired");
    }

    private static Task<Answer> SignIn(Person person) =>
        Server.Anyone.Post("/auth/login", new { email = person.Email, password = Cast.Password });

    private static string TicketOf(Answer refused) => refused["current"].GetProperty("ticket").GetString()!;

    private static Task<Answer> Take(string ticket, string code) =>
        Server.Anyone.Post("/auth/second-step/login", new { ticket, code });
}
