namespace Seatmate.Tests.Accounts.Sessions;

public sealed class OpenSessionTests
{
    [Fact]
    public async Task A_browser_gets_its_token_where_no_script_can_read_it()
    {
        var ben = await Cast.Ben();

        var answer = await Open(ben.Server, ben.Email);

        answer.ShouldBe(201)["user"].GetProperty("id").GetInt64().ShouldBe(ben.Id);
        answer.Header("Location").ShouldBe("/auth/session");
        var cookie = answer.Header("Set-Cookie").ShouldNotBeNull();
        cookie.ShouldStartWith("seatmate_session=ey");
        cookie.ShouldContain("; httponly", Case.Insensitive);
        cookie.ShouldContain("; samesite=lax", Case.Insensitive);
        cookie.ShouldContain("; path=/", Case.Insensitive);
        cookie.ShouldNotContain("domain", Case.Insensitive);
        answer.Body.ShouldNotContain("token");
        answer.Body.ShouldNotContain(cookie.Split('=', ';')[1]);
    }

    [Fact]
    public async Task Behind_https_the_cookie_is_bound_to_the_host_and_never_travels_in_the_clear()
    {
        var ben = await Cast.Ben();
        var login = new { email = ben.Email, password = Cast.Password };

        var answer = await ben.Server.Anyone.Post("/auth/session", login, ("X-Forwarded-Proto", "https"));

        var cookie = answer.Header("Set-Cookie").ShouldNotBeNull();
        cookie.ShouldStartWith("__Host-seatmate_session=");
        cookie.ShouldContain("; secure", Case.Insensitive);
        var value = cookie.Split('=', ';')[1];
        (string, string) https = ("X-Forwarded-Proto", "https");
        var anyone = ben.Server.Anyone;
        (await anyone.Get("/auth/session", https, ("Cookie", $"__Host-seatmate_session={value}"))).ShouldBe(
            200
        );
        (await anyone.Get("/auth/session", https, ("Cookie", $"seatmate_session={value}"))).ShouldBe(401);
    }

    [Fact]
    public async Task What_is_for_one_person_is_kept_by_no_cache()
    {
        var ben = await Cast.Ben();
        var login = new { email = ben.Email, password = Cast.Password };

        (await ben.Server.Anyone.Post("/auth/login", login)).Header("Cache-Control").ShouldBe("no-store");
        foreach (var path in new[] { $"/user/{ben.Id}", "/tickets", "/auth/sessions", "/user/999999999" })
            (await ben.Get(path)).Header("Cache-Control").ShouldBe("no-store", path);
        (await ben.Get("/events")).Header("Cache-Control").ShouldNotBe("no-store", "the list is everybody's");
    }

    [Fact]
    public async Task The_cookie_opens_what_a_token_opens()
    {
        var ben = await Cast.Ben();
        var cookie = await CookieOf(ben);

        (await ben.Server.Anyone.Get("/auth/session", cookie))
            .ShouldBe(200)["user"]
            .GetProperty("email")
            .GetString()
            .ShouldBe(ben.Email);
        (await ben.Server.Anyone.Post("/auth/logout", null, cookie)).ShouldBe(200);
        (await ben.Server.Anyone.Get("/auth/session", cookie)).ShouldFail(401, "sign-in-needed");
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_post_by_cookie_from_another_site_is_refused(string header, string value)
    {
        var ben = await Cast.Ben();
        var cookie = await CookieOf(ben);

        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Delete, HttpMethod.Patch, HttpMethod.Put })
            (
                await ben.Server.Anyone.Send(method, $"/user/{ben.Id}", null, cookie, (header, value))
            ).ShouldFail(403, "cross-site");

        (await ben.Server.Anyone.Get("/auth/session", cookie)).ShouldBe(200);
    }

    [Fact]
    public async Task A_post_by_cookie_from_this_site_works()
    {
        var ben = await Cast.Ben();
        var here = ben.Server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

        (
            await ben.Server.Anyone.Patch(
                $"/user/{ben.Id}",
                new { name = "Ben By Cookie" },
                await CookieOf(ben),
                ("Origin", here),
                ("Sec-Fetch-Site", "same-origin")
            )
        ).ShouldBe(200);
    }

    [Fact]
    public async Task A_client_with_a_token_is_no_browser_and_may_come_from_anywhere()
    {
        var ben = await Cast.Ben();

        (
            await ben.Patch(
                $"/user/{ben.Id}",
                new { name = "Ben From Afar" },
                ("Origin", "https://partner.example")
            )
        ).ShouldBe(200);
    }

    [Fact]
    public async Task Wrong_credentials_set_no_cookie()
    {
        var answer = await Open(TestServer.Shared, Cast.NewEmail("nobody"));

        answer.ShouldFail(401, "wrong-credentials", "Invalid email or password");
        answer.Header("Set-Cookie").ShouldBeNull();
    }

    private static Task<Answer> Open(TestServer server, string email) =>
        server.Anyone.Post("/auth/session", new { email, password = Cast.Password });

    private static async Task<(string Name, string Value)> CookieOf(Person person)
    {
        var cookie = (await Open(person.Server, person.Email)).ShouldBe(201).Header("Set-Cookie")!;
        return ("Cookie", cookie[..cookie.IndexOf(';', StringComparison.Ordinal)]);
    }
}
