using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Seatmate.Tests.Accounts.Proofs;

namespace Seatmate.Tests.Accounts.Sessions;

/// <summary>At a server whose clock stands: the first wait is a second, which a slow machine would outlast.</summary>
public sealed class SignInTriesTests(SignInTriesTests.StandingServer standing)
    : IClassFixture<SignInTriesTests.StandingServer>
{
    private const int FreeOfOne = 20;

    private TestServer Server => standing.Server;

    [Fact]
    public async Task Who_guesses_has_to_wait_and_is_not_even_told_when_right()
    {
        var ben = await Cast.Ben(Server);
        await Guess(ben.Email, FreeOfOne);

        var refused = (await SignIn(ben.Email, Cast.Password)).ShouldFail(429, "too-many-tries");

        int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture).ShouldBeInRange(1, 900);
    }

    [Fact]
    public async Task The_wait_grows_to_a_quarter_of_an_hour()
    {
        var ben = await Cast.Ben(Server);
        await Guess(ben.Email, 1);
        await Server.Execute("UPDATE accounts.sign_in_tries SET failures = 40");
        await Guess(ben.Email, 1);

        var refused = (await SignIn(ben.Email, "Wrong-1-one")).ShouldFail(429, "too-many-tries");

        int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture).ShouldBeInRange(890, 900);
    }

    [Fact]
    public async Task Of_many_guesses_at_once_all_but_the_free_ones_are_told_nothing()
    {
        var ben = await Cast.Ben(Server);

        var answers = await Race.AtOnce(3 * FreeOfOne, _ => SignIn(ben.Email, "Wrong-1-one"));

        answers.Count(answer => answer.Status == 401).ShouldBe(FreeOfOne);
        answers.Count(answer => answer.Status == 429).ShouldBe(2 * FreeOfOne);
    }

    [Fact]
    public async Task The_owners_own_browser_still_comes_in()
    {
        var ben = await Cast.Ben(Server);
        var cookie = await DeviceCookie(ben);
        await Guess(ben.Email, FreeOfOne);
        (await SignIn(ben.Email, Cast.Password)).ShouldBe(429);

        (await SignIn(ben.Email, Cast.Password, ("Cookie", cookie))).ShouldBe(200);
    }

    [Fact]
    public async Task The_owner_comes_in_from_a_new_device_by_a_mailed_code()
    {
        var ben = await Cast.Ben(Server);
        await Guess(ben.Email, FreeOfOne);
        (await Server.Anyone.Post("/auth/code", new { email = ben.Email })).ShouldBe(202);
        var code = await Mailbox.CodeFor(Server, ben.Email);

        (await Server.Anyone.Post("/auth/code/login", new { email = ben.Email, code })).ShouldBe(200);
    }

    [Fact]
    public async Task A_known_browser_that_guesses_is_slowed_down_alone()
    {
        var ben = await Cast.Ben(Server);
        var cookie = await DeviceCookie(ben);

        await Guess(ben.Email, FreeOfOne, ("Cookie", cookie));

        (await SignIn(ben.Email, Cast.Password, ("Cookie", cookie))).ShouldFail(429, "too-many-tries");
        (await SignIn(ben.Email, Cast.Password)).ShouldBe(200);
    }

    [Fact]
    public async Task The_cookie_of_another_person_or_a_forged_one_makes_no_device_known()
    {
        var (ben, cleo) = (await Cast.Ben(Server), await Cast.Cleo(Server));
        var (his, hers) = (await DeviceCookie(ben), await DeviceCookie(cleo));
        await Guess(ben.Email, FreeOfOne);

        (await SignIn(ben.Email, Cast.Password, ("Cookie", hers))).ShouldBe(429);
        (await SignIn(ben.Email, Cast.Password, ("Cookie", his[..^3] + "xxx"))).ShouldBe(429);
    }

    [Fact]
    public async Task An_address_of_nobody_is_slowed_down_alike()
    {
        var (ben, nobody) = (await Cast.Ben(Server), Cast.NewEmail("nobody"));
        await Guess(ben.Email, FreeOfOne);
        await Guess(nobody, FreeOfOne);

        var known = (await SignIn(ben.Email, "Wrong-1-one")).ShouldFail(429, "too-many-tries");
        var unknown = (await SignIn(nobody, "Wrong-1-one")).ShouldFail(429, "too-many-tries");

        unknown.Bytes.ShouldBe(known.Bytes);
    }

    [Fact]
    public async Task The_right_password_forgets_what_was_mistyped_before()
    {
        var ben = await Cast.Ben(Server);
        await Guess(ben.Email, FreeOfOne - 1);
        (await SignIn(ben.Email, Cast.Password)).ShouldBe(200);

        await Guess(ben.Email, FreeOfOne - 1);

        (await SignIn(ben.Email, Cast.Password)).ShouldBe(200);
    }

    [Fact]
    public async Task A_new_device_is_told_by_mail_once_the_first_and_known_ones_are_not()
    {
        var ben = await Cast.Ben(Server);
        await SignIn(ben.Email, Cast.Password, ("User-Agent", "Firefox/140.0 Linux"));
        await SignIn(ben.Email, Cast.Password, ("User-Agent", "Firefox/140.0 Linux"));
        (await Mailbox.CountOf(Server, ben.Email, "new-device")).ShouldBe(0);

        await Race.AtOnce(3, _ => SignIn(ben.Email, Cast.Password, ("User-Agent", "Chrome/140.0 Windows")));

        (await Mailbox.CountOf(Server, ben.Email, "new-device")).ShouldBe(1);
        (
            await Server.Ask<string>(
                "SELECT body FROM notifications.mails WHERE to_address = $1 AND kind = 'new-device'",
                ben.Email
            )
        ).ShouldContain("Chrome on Windows");
    }

    private static async Task<string> DeviceCookie(Person person)
    {
        var login = new { email = person.Email, password = Cast.Password };
        var answer = (await person.Server.Anyone.Post("/auth/session", login)).ShouldBe(201);
        return answer
            .Headers.GetValues("Set-Cookie")
            .Select(cookie => cookie.Split(';')[0])
            .Single(cookie => cookie.StartsWith("seatmate_device=", StringComparison.Ordinal));
    }

    private async Task Guess(string email, int count, params (string Name, string Value)[] headers)
    {
        for (var attempt = 0; attempt < count; attempt++)
            (await SignIn(email, "Wrong-1-one", headers)).ShouldFail(401, "wrong-credentials");
    }

    private Task<Answer> SignIn(
        string email,
        string password,
        params (string Name, string Value)[] headers
    ) => Server.Anyone.Post("/auth/login", new { email, password }, headers);

    public sealed class StandingServer : IAsyncLifetime
    {
        public TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync(add: StopsTheClock);

        public ValueTask DisposeAsync() => Server.DisposeAsync();

        private static void StopsTheClock(IServiceCollection services) =>
            services.AddSingleton<TimeProvider>(new FixedClock(TimeProvider.System.GetUtcNow()));
    }
}
