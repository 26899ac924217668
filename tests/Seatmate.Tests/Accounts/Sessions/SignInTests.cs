using System.Buffers.Text;
using System.Diagnostics;
using System.Text.Json;

namespace Seatmate.Tests.Accounts.Sessions;

public sealed class SignInTests
{
    private static Client Anyone => TestServer.Shared.Anyone;

    [Fact]
    public async Task The_right_password_gives_a_token_for_a_day()
    {
        var ben = await Cast.Ben();

        var answer = (await SignIn(ben.Email, Cast.Password)).ShouldBe(200);

        answer.Text("email").ShouldBe(ben.Email);
        answer["is_admin"].GetBoolean().ShouldBeFalse();
        answer.Text("access_token").ShouldBe(answer.Text("token"));
        (answer["expires_at"].GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).TotalHours.ShouldBe(
            24,
            0.1
        );
        (await new Client(ben.Server, answer.Text("token")).Get("/auth/session")).ShouldBe(200);
    }

    [Fact]
    public async Task A_token_tells_clients_whose_it_is_and_the_role()
    {
        var admin = await Cast.Admin();
        var token = (await SignIn(admin.Email, Cast.Password)).ShouldBe(200).Text("token")!;

        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;

        claims.GetProperty("sub").GetString().ShouldBe($"{admin.Id}");
        claims.GetProperty("role").GetString().ShouldBe("admin");
    }

    [Fact]
    public async Task The_address_may_be_written_in_other_letters()
    {
        var ben = await Cast.Ben();

        (await SignIn(ben.Email.ToUpperInvariant(), Cast.Password)).ShouldBe(200);
    }

    [Fact]
    public async Task A_wrong_password_and_a_wrong_address_are_told_alike()
    {
        var ben = await Cast.Ben();

        var wrongPassword = await SignIn(ben.Email, "Wrong-1-one");
        var wrongAddress = await SignIn(Cast.NewEmail("nobody"), Cast.Password);

        wrongPassword.ShouldFail(401, "wrong-credentials", "Invalid email or password");
        wrongAddress.Bytes.ShouldBe(wrongPassword.Bytes);
    }

    [Fact]
    public async Task A_wrong_address_takes_as_long_as_a_wrong_password()
    {
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                PasswordHashCost = 10,
            }
        );
        var registration = new
        {
            name = "Ben",
            user_name = "ben",
            email = "ben@b.example",
            password = Cast.Password,
        };
        (await server.Anyone.Post("/auth/register", registration)).ShouldBe(201);
        await TimeOf(server, "nobody@b.example");
        var (known, unknown) = (new List<double>(), new List<double>());

        for (var i = 0; i < 12; i++)
        {
            known.Add(await TimeOf(server, "ben@b.example"));
            unknown.Add(await TimeOf(server, "nobody@b.example"));
        }

        // The quickest of each: whatever else the machine does only ever adds to a time.
        (unknown.Min() / known.Min()).ShouldBeInRange(0.5, 2);
    }

    [Theory]
    [InlineData("{\"email\":\"ben@b.example\"}", "password")]
    [InlineData("{\"password\":\"Abc12345\"}", "email")]
    [InlineData("{\"email\":\"\",\"password\":\"Abc12345\"}", "email")]
    [InlineData("{\"email\":null,\"password\":\"Abc12345\"}", "email")]
    [InlineData("{\"email\":7,\"password\":\"Abc12345\"}", "email")]
    [InlineData("{\"email\":[\"a\"],\"password\":\"Abc12345\"}", "email")]
    public async Task Nonsense_is_refused(string body, string field) =>
        (
            await Anyone.Send(
                HttpMethod.Post,
                "/auth/login",
                new StringContent(body, null, "application/json")
            )
        ).ShouldBeInvalid(field);

    [Fact]
    public async Task Every_sign_in_is_a_session_of_its_own()
    {
        var ben = await Cast.Ben();

        var answers = await Race.AtOnce(10, _ => SignIn(ben.Email, Cast.Password));

        answers.Select(answer => answer.ShouldBe(200).Text("token")).Distinct().Count().ShouldBe(10);
    }

    [Fact]
    public async Task What_is_tried_as_a_password_is_neither_answered_nor_noted()
    {
        var ben = await Cast.Ben();
        const string tried = "Wrong-1-zebra";

        (await SignIn(ben.Email, tried)).Body.ShouldNotContain("zebra");

        (
            await ben.Server.Ask<long>(
                "SELECT count(*) FROM platform.audit WHERE details::text LIKE '%zebra%' OR subject LIKE '%zebra%'"
            )
        ).ShouldBe(0);
    }

    private static Task<Answer> SignIn(string email, string password) =>
        Anyone.Post("/auth/login", new { email, password });

    private static async Task<double> TimeOf(TestServer server, string email)
    {
        var clock = Stopwatch.StartNew();
        (await server.Anyone.Post("/auth/login", new { email, password = "Wrong-1-one" })).ShouldBe(401);
        return clock.Elapsed.TotalMilliseconds;
    }
}
