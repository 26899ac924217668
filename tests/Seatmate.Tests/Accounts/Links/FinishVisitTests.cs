using Seatmate.Tests.Accounts.Providers;

namespace Seatmate.Tests.Accounts.Links;

public sealed class FinishVisitTests(ProviderServer world) : IClassFixture<ProviderServer>
{
    [Fact]
    public async Task Who_is_new_gets_an_account_without_a_password_and_next_time_the_same()
    {
        var (subject, email) = (FakeProvider.NewSubject(), Cast.NewEmail("oda"));

        var first = (await (await Visit.ToSignIn(world)).Return(subject, email)).ShouldBe(200);
        var again = (await (await Visit.ToSignIn(world)).Return(subject, "other@seatmate.example")).ShouldBe(
            200
        );

        first.Text("outcome").ShouldBe("signed_up");
        again.Text("outcome").ShouldBe("signed_in");
        var user = first["session"].GetProperty("user");
        user.GetProperty("email").GetString().ShouldBe(email);
        user.GetProperty("name").GetString().ShouldBe("Eve Lindqvist");
        again["session"]
            .GetProperty("user")
            .GetProperty("id")
            .GetInt64()
            .ShouldBe(user.GetProperty("id").GetInt64());
        first.Header("Set-Cookie").ShouldNotBeNull().ShouldContain("seatmate_session=");
        (await world.Server.Anyone.Post("/auth/login", new { email, password = Cast.Password })).ShouldFail(
            401,
            "wrong-credentials"
        );
    }

    [Fact]
    public async Task The_cookie_that_is_given_is_a_session()
    {
        var finished = await (await Visit.ToSignIn(world)).Return(FakeProvider.NewSubject(), Cast.NewEmail());
        var cookie = finished.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("seatmate_session="));

        (await world.Server.Anyone.Get("/auth/session", ("Cookie", cookie.Split(';')[0])))["user"]
            .GetProperty("id")
            .GetInt64()
            .ShouldBe(finished["session"].GetProperty("user").GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task An_account_of_that_address_is_not_taken_over_but_linked_after_signing_in()
    {
        var ben = await Cast.Ben(world.Server);
        var subject = FakeProvider.NewSubject();

        (await (await Visit.ToSignIn(world)).Return(subject, ben.Email.ToUpperInvariant())).ShouldFail(
            409,
            "account-exists"
        );
        (await ben.Get("/auth/links")).Rows.ShouldBeEmpty();

        (await (await Visit.ToLink(ben, world)).Return(subject, ben.Email))
            .Text("outcome")
            .ShouldBe("linked");
        var signedIn = (await (await Visit.ToSignIn(world)).Return(subject, ben.Email)).ShouldBe(200);
        signedIn["session"].GetProperty("user").GetProperty("id").GetInt64().ShouldBe(ben.Id);
        (await ben.Get("/auth/links")).Rows.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(false, "eve@seatmate.example")]
    [InlineData(true, null)]
    [InlineData(true, "no address")]
    public async Task Without_a_verified_address_nobody_gets_an_account(bool verified, string? email) =>
        (await (await Visit.ToSignIn(world)).Return(FakeProvider.NewSubject(), email, verified)).ShouldFail(
            400,
            "email-not-verified"
        );

    [Fact]
    public async Task A_reply_counts_once()
    {
        var visit = await Visit.ToSignIn(world);
        (await visit.Return(FakeProvider.NewSubject(), Cast.NewEmail())).ShouldBe(200);

        (await visit.Return(FakeProvider.NewSubject(), Cast.NewEmail())).ShouldFail(400, "wrong-state");
    }

    [Fact]
    public async Task Of_one_reply_ten_times_at_once_one_counts()
    {
        var visit = await Visit.ToSignIn(world);

        var answers = await Race.AtOnce(10, _ => visit.Return(FakeProvider.NewSubject(), Cast.NewEmail()));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers
            .Where(answer => answer.Status != 200)
            .ShouldAllBe(answer => answer.Text("code") == "wrong-state");
    }

    [Fact]
    public async Task Somebody_new_who_comes_twice_at_once_gets_one_account()
    {
        var (subject, email) = (FakeProvider.NewSubject(), Cast.NewEmail());
        var visits = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Visit.ToSignIn(world)));

        var answers = await Race.AtOnce(5, number => visits[number].Return(subject, email));

        answers.ShouldContain(answer => answer.Status == 200);
        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 409);
        (
            await world.Server.Ask<long>("SELECT count(*) FROM accounts.users WHERE email = $1", email)
        ).ShouldBe(1);
    }

    [Theory]
    [InlineData("another state")]
    [InlineData("")]
    public async Task A_state_that_is_not_this_browsers_is_refused(string cookie)
    {
        var (visit, other) = (await Visit.ToSignIn(world), await Visit.ToSignIn(world));
        visit.Cookie = cookie.Length == 0 ? "x=y" : other.Cookie;

        (await visit.Return(FakeProvider.NewSubject(), Cast.NewEmail())).ShouldFail(400, "wrong-state");
    }

    [Fact]
    public async Task A_state_that_we_did_not_make_is_refused()
    {
        var visit = await Visit.ToSignIn(world);
        visit.Cookie = "seatmate_visit=made-up";

        (await visit.Finish(new { state = "made-up", code = "x" })).ShouldFail(400, "wrong-state");
    }

    [Fact]
    public async Task A_visit_that_took_too_long_is_refused()
    {
        var visit = await Visit.ToSignIn(world);
        await world.Server.Execute(
            "UPDATE accounts.provider_visits SET expires_at = now() - interval '1 second'"
        );

        (await visit.Return(FakeProvider.NewSubject(), Cast.NewEmail())).ShouldFail(400, "wrong-state");
    }

    [Fact]
    public async Task A_link_that_somebody_else_began_is_refused()
    {
        var (ben, cleo) = (await Cast.Ben(world.Server), await Cast.Cleo(world.Server));
        var visit = await Visit.ToLink(ben, world);

        (await visit.Finish(new { state = visit.State, code = "x" }, cleo)).ShouldFail(400, "wrong-state");
        (await cleo.Get("/auth/links")).Rows.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("iat")]
    [InlineData("sub")]
    public async Task An_id_token_with_a_wrong_claim_signs_nobody_in(string wrong)
    {
        var visit = await Visit.ToSignIn(world);
        var claims = new Dictionary<string, object>
        {
            ["sub"] = FakeProvider.NewSubject(),
            ["email"] = Cast.NewEmail(),
            ["email_verified"] = true,
            ["nonce"] = visit.Nonce!,
        };
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        claims[wrong] = wrong switch
        {
            "exp" => now - 90,
            "iat" => now + 90,
            "sub" => "",
            _ => "something else",
        };

        (await visit.Back(claims)).ShouldFail(400, "provider-answer");
    }

    [Theory]
    [InlineData(-50)]
    [InlineData(50)]
    public async Task Clocks_may_differ_by_less_than_a_minute(int seconds)
    {
        var visit = await Visit.ToSignIn(world);
        var theirs = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds;
        var claims = new
        {
            sub = FakeProvider.NewSubject(),
            email = Cast.NewEmail(),
            email_verified = true,
            nonce = visit.Nonce,
            iat = theirs,
            exp = theirs + 5,
        };

        (await visit.Back(claims)).ShouldBe(200);
    }

    [Fact]
    public async Task A_code_that_was_used_or_made_up_is_refused()
    {
        var visit = await Visit.ToSignIn(world);

        (await visit.Finish(new { state = visit.State, code = "made-up" })).ShouldFail(400, "provider-code");
    }

    [Fact]
    public async Task Who_declines_at_the_provider_is_told_so()
    {
        var visit = await Visit.ToSignIn(world);

        (await visit.Finish(new { state = visit.State, error = "access_denied" })).ShouldFail(
            400,
            "provider-declined"
        );
    }

    [Fact]
    public async Task An_answer_of_another_provider_is_refused()
    {
        var visit = await Visit.ToSignIn(world);

        (
            await visit.Finish(
                new
                {
                    state = visit.State,
                    code = "x",
                    iss = "https://evil.example",
                }
            )
        ).ShouldFail(400, "provider-answer");
    }

    [Fact]
    public async Task GitHub_vouches_for_its_primary_verified_address()
    {
        var email = Cast.NewEmail("octo");
        var profile = new
        {
            user = new { id = Random.Shared.NextInt64(1, long.MaxValue), login = "octo" },
            emails = new[]
            {
                new
                {
                    email,
                    primary = true,
                    verified = true,
                },
            },
        };

        var finished = (await (await Visit.ToSignIn(world, "github")).Back(new { }, profile)).ShouldBe(200);

        finished["session"].GetProperty("user").GetProperty("email").GetString().ShouldBe(email);
    }
}
