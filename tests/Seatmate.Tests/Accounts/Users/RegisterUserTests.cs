using System.Text.Json;
using Seatmate.Accounts;

namespace Seatmate.Tests.Accounts.Users;

public sealed class RegisterUserTests
{
    private static Client Anyone => TestServer.Shared.Anyone;

    [Fact]
    public async Task A_new_person_gets_an_account_and_its_address()
    {
        var email = Cast.NewEmail("Ben");

        var answer = await Register(email);

        answer.ShouldBe(201);
        answer.Header("Location").ShouldBe($"/user/{answer.Id}");
        answer.Text("email").ShouldBe(email);
        answer.Text("name").ShouldBe("Ben Okafor");
        answer["is_admin"].GetBoolean().ShouldBeFalse();
        answer["dob"].ValueKind.ShouldBe(JsonValueKind.Null);
        answer.Body.ShouldNotContain("password");
    }

    [Theory]
    [InlineData("fr-CH, fr;q=0.9, en;q=0.8", "fr")]
    [InlineData("it, de;q=0.5, es;q=0.7", "es")]
    [InlineData("de;q=0, *", "en")]
    [InlineData("nonsense;;q=x", "en")]
    public async Task The_language_is_the_known_one_that_the_browser_likes_best(string likes, string language)
    {
        var answer = await Anyone.Post(
            "/auth/register",
            new
            {
                name = "Ben Okafor",
                user_name = "ben",
                email = Cast.NewEmail(),
                password = Cast.Password,
            },
            ("Accept-Language", likes)
        );

        answer.ShouldBe(201).Text("language").ShouldBe(language);
        answer.Text("time_zone").ShouldBe("UTC");
    }

    [Fact]
    public async Task A_language_and_a_zone_that_are_stated_count()
    {
        var person = new
        {
            name = "Ben Okafor",
            user_name = "ben",
            email = Cast.NewEmail(),
            password = Cast.Password,
            language = "de",
            time_zone = "Europe/Berlin",
        };

        var answer = (await Anyone.Post("/auth/register", person, ("Accept-Language", "fr"))).ShouldBe(201);

        answer.Text("language").ShouldBe("de");
        answer.Text("time_zone").ShouldBe("Europe/Berlin");
        (await Anyone.Post("/auth/register", person with { language = "xx" })).ShouldBeInvalid("language");
        (await Anyone.Post("/auth/register", person with { time_zone = "Mars" })).ShouldBeInvalid(
            "time_zone"
        );
    }

    [Fact]
    public async Task The_keys_of_an_account_come_in_their_declared_order()
    {
        var answer = (await Register(Cast.NewEmail())).ShouldBe(201);

        answer
            .Json.EnumerateObject()
            .Select(field => field.Name)
            .ShouldBe([
                "id",
                "name",
                "user_name",
                "handle",
                "email",
                "is_admin",
                "dob",
                "created_at",
                "updated_at",
                "language",
                "time_zone",
            ]);
    }

    [Fact]
    public async Task A_body_makes_nobody_an_admin()
    {
        var email = Cast.NewEmail();
        object[] bodies =
        [
            new
            {
                name = "Mallory",
                user_name = "mallory",
                email,
                password = Cast.Password,
                is_admin = true,
            },
            new
            {
                name = "Mallory",
                user_name = "mallory",
                email = "x" + email,
                password = Cast.Password,
                role = "admin",
            },
        ];
        foreach (var body in bodies)
        {
            var answer = (await Anyone.Post("/auth/register", body)).ShouldBe(201);
            answer["is_admin"].GetBoolean().ShouldBeFalse();
            (
                await TestServer.Shared.Ask<string>(
                    "SELECT role FROM accounts.users WHERE id = $1",
                    answer.Id
                )
            ).ShouldBe("user");
        }
    }

    [Fact]
    public async Task An_address_is_taken_without_regard_to_case()
    {
        var email = Cast.NewEmail("Ben");
        (await Register(email)).ShouldBe(201);

        (await Register(email)).ShouldFail(409, "email-taken", "Email address already in use");
        (await Register(email.ToUpperInvariant())).ShouldFail(
            409,
            "email-taken",
            "Email address already in use"
        );
    }

    [Theory]
    [InlineData("İpek.Şahin")]
    [InlineData("STRAẞE")]
    [InlineData("Kelvin")]
    [InlineData("ΟΔΥΣΣΕΥΣ")]
    public async Task An_address_in_letters_of_any_script_signs_in_and_is_taken_once(string local)
    {
        var email = $"{local}.{Cast.NewEmail()}";
        (await Register(email)).ShouldBe(201);

        (await Register(email)).ShouldFail(409, "email-taken");
        (await Anyone.Post("/auth/login", new { email, password = Cast.Password })).ShouldBe(200);
    }

    [Fact]
    public async Task Two_people_may_share_a_user_name_but_not_the_handle()
    {
        var first = (await Register(Cast.NewEmail())).ShouldBe(201);
        var second = (await Register(Cast.NewEmail())).ShouldBe(201);

        second.Text("user_name").ShouldBe(first.Text("user_name"));
        second.Text("handle").ShouldNotBe(first.Text("handle"));
    }

    [Fact]
    public async Task One_name_is_one_handle_however_its_accent_is_typed()
    {
        var name = Cast.NewEmail("zo").Split('@')[0];

        var composed = (await Register(Cast.NewEmail(), userName: $"{name} Zo\u00eb")).ShouldBe(201);
        var combined = (await Register(Cast.NewEmail(), userName: $"{name} Zoe\u0308")).ShouldBe(201);

        composed.Text("handle").ShouldBe($"{name}-zo\u00eb");
        combined.Text("handle").ShouldStartWith($"{name}-zo\u00eb-");
    }

    [Theory]
    [InlineData("1990-12-31")]
    [InlineData("31/12/1990")]
    [InlineData("31-12-1990")]
    public async Task A_birthday_may_come_in_the_ways_people_write_it(string dob) =>
        (await Register(Cast.NewEmail(), dob: dob)).ShouldBe(201).Text("dob").ShouldBe("1990-12-31");

    [Theory]
    [InlineData("1/2/1990", "1990-02-01")]
    [InlineData("29/02/2024", "2024-02-29")]
    public async Task A_birthday_is_read_day_first(string dob, string day) =>
        (await Register(Cast.NewEmail(), dob: dob)).ShouldBe(201).Text("dob").ShouldBe(day);

    [Theory]
    [InlineData("31/02/1990")]
    [InlineData("12/31/1990")]
    [InlineData("1990/12/31")]
    [InlineData("yesterday")]
    [InlineData("29/02/2023")]
    public async Task A_day_that_never_was_is_no_birthday(string dob) =>
        (await Register(Cast.NewEmail(), dob: dob)).ShouldBeInvalid("dob", "Not a valid date.");

    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("1899-12-31")]
    public async Task A_birthday_is_between_1900_and_today(string dob) =>
        (await Register(Cast.NewEmail(), dob: dob)).ShouldBeInvalid("dob", "Must be between 1900 and today.");

    [Fact]
    public async Task Who_is_born_today_is_and_who_will_be_is_not()
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

        (await Register(Cast.NewEmail(), dob: $"{today:yyyy-MM-dd}")).ShouldBe(201);
        (await Register(Cast.NewEmail(), dob: $"{today.AddDays(2):yyyy-MM-dd}")).ShouldBeInvalid("dob");
    }

    [Theory]
    [InlineData("Bo")]
    [InlineData("")]
    [InlineData("     ")]
    [InlineData("Ben\nOkafor")]
    [InlineData("Ben\0Okafor")]
    public async Task A_name_that_is_none_is_refused(string name) =>
        (await Register(Cast.NewEmail(), name: name)).ShouldBeInvalid("name");

    [Theory]
    [InlineData("明日香")]
    [InlineData("Ólafía Þóra")]
    [InlineData("علي حسن")]
    [InlineData("👩‍🚀 Sally")]
    [InlineData("O'Brien; DROP TABLE users--")]
    public async Task A_name_of_any_script_comes_back_as_it_was(string name) =>
        (await Register(Cast.NewEmail(), name: name)).ShouldBe(201).Text("name").ShouldBe(name);

    [Fact]
    public async Task A_name_is_measured_in_characters_as_people_count_them()
    {
        var fifty = string.Concat(Enumerable.Repeat("🎫", 50));

        (await Register(Cast.NewEmail(), name: fifty)).ShouldBe(201);
        (await Register(Cast.NewEmail(), name: fifty + "🎫")).ShouldBeInvalid(
            "name",
            "Length must be between 3 and 50."
        );
    }

    [Theory]
    [InlineData("ben")]
    [InlineData("@b.example")]
    [InlineData("ben@")]
    [InlineData("ben@b@c.example")]
    [InlineData("ben okafor@b.example")]
    [InlineData("ben@.example")]
    [InlineData("ben@b..example")]
    [InlineData("<ben@b.example>")]
    [InlineData("b@c")]
    public async Task An_address_that_no_mail_reaches_is_refused(string email) =>
        (await Register(email)).ShouldBeInvalid("email");

    [Theory]
    [InlineData("Abc1234")]
    [InlineData("12345678")]
    [InlineData("abcdefgh")]
    [InlineData("password1")]
    public async Task A_password_that_is_too_easy_is_refused(string password) =>
        (await Register(Cast.NewEmail(), password: password)).ShouldBeInvalid("password");

    [Fact]
    public async Task A_password_of_128_characters_is_the_longest_and_counts_to_its_end()
    {
        var email = Cast.NewEmail();
        var password = new string('x', 126) + "é1";

        (await Register(Cast.NewEmail(), password: password + "2")).ShouldBeInvalid("password");
        (await Register(email, password: password)).ShouldBe(201);

        (await Anyone.Post("/auth/login", new { email, password = password[..^1] + "2" })).ShouldBe(401);
        (await Anyone.Post("/auth/login", new { email, password })).ShouldBe(200);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var answer = await Anyone.Post(
            "/auth/register",
            new
            {
                name = "B",
                email = "b",
                password = "b",
            }
        );

        foreach (var field in new[] { "name", "user_name", "email", "password" })
            answer.ShouldBeInvalid(field);
        answer.ShouldBeInvalid("user_name", "This field is required.");
    }

    [Fact]
    public async Task Fifty_at_once_with_one_address_make_one_account()
    {
        await using var server = await TestServer.StartAsync();

        var answers = await FiftyAtOnce(server, "ben@seatmate.example");

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers
            .Where(answer => answer.Status != 201)
            .ToList()
            .ForEach(answer => answer.ShouldFail(409, "email-taken", "Email address already in use"));
        (await AccountsOf(server, "ben@seatmate.example")).ShouldBe(1);
    }

    [Fact]
    public async Task Control_without_the_unique_index_fifty_at_once_make_many_accounts()
    {
        await using var server = await TestServer.StartAsync();
        await server.Execute($"DROP INDEX accounts.{AccountsTables.EmailTakenOnce}");

        var answers = await FiftyAtOnce(server, "ben@seatmate.example");

        answers.Count(answer => answer.Status == 201).ShouldBeGreaterThan(1);
        (await AccountsOf(server, "ben@seatmate.example")).ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Ten_at_once_with_one_user_name_all_get_a_handle()
    {
        var name = Cast.NewEmail("ten").Split('@')[0];

        var answers = await Race.AtOnce(10, _ => Register(Cast.NewEmail(), userName: name));

        answers.Select(answer => answer.ShouldBe(201).Text("handle")).Distinct().Count().ShouldBe(10);
    }

    private static Task<Answer> Register(
        string email,
        string name = "Ben Okafor",
        string userName = "ben",
        string password = Cast.Password,
        string? dob = null
    ) =>
        Anyone.Post(
            "/auth/register",
            new
            {
                name,
                user_name = userName,
                email,
                password,
                dob,
            }
        );

    private static Task<Answer[]> FiftyAtOnce(TestServer server, string email) =>
        Race.AtOnceBefore(
            server,
            "accounts.users",
            waiting: 10,
            count: 50,
            number =>
                server.Anyone.Post(
                    "/auth/register",
                    new
                    {
                        name = "Ben Okafor",
                        user_name = $"ben-{number}",
                        email,
                        password = Cast.Password,
                    }
                )
        );

    private static Task<long> AccountsOf(TestServer server, string email) =>
        server.Ask<long>("SELECT count(*) FROM accounts.users WHERE lower(email) = $1", email);
}
