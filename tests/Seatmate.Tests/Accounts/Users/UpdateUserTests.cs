using Seatmate.Tests.Accounts.SecondSteps;

namespace Seatmate.Tests.Accounts.Users;

public sealed class UpdateUserTests
{
    private const string NewPassword = "Another-1-is-better";

    [Fact]
    public async Task A_person_changes_what_they_name_and_keeps_the_rest()
    {
        var ben = await Cast.Ben();
        await ben.Patch($"/user/{ben.Id}", new { dob = "01/02/1990" });

        var answer = await ben.Patch($"/user/{ben.Id}", new { name = "Benjamin Okafor" });

        answer.ShouldBe(200).Text("name").ShouldBe("Benjamin Okafor");
        answer.Text("email").ShouldBe(ben.Email);
        answer.Text("dob").ShouldBe("1990-02-01");
        (await ben.Get($"/user/{ben.Id}")).Text("name").ShouldBe("Benjamin Okafor");
    }

    [Fact]
    public async Task A_person_chooses_the_language_and_the_zone_they_are_written_to_in()
    {
        var ben = await Cast.Ben();

        var answer = await ben.Patch($"/user/{ben.Id}", new { language = "es", time_zone = "America/Lima" });

        answer.ShouldBe(200).Text("language").ShouldBe("es");
        answer.Text("time_zone").ShouldBe("America/Lima");
        (await ben.Patch($"/user/{ben.Id}", new { language = "klingon" })).ShouldBeInvalid("language");
        (await ben.Patch($"/user/{ben.Id}", new { time_zone = "Lima" })).ShouldBeInvalid("time_zone");
    }

    [Fact]
    public async Task Put_is_a_partial_update_too()
    {
        var ben = await Cast.Ben();

        var answer = await ben.Put($"/user/{ben.Id}", new { user_name = "benny" });

        answer.ShouldBe(200).Text("user_name").ShouldBe("benny");
        answer.Text("name").ShouldBe(ben.Name);
    }

    [Fact]
    public async Task An_empty_birthday_clears_it()
    {
        var ben = await Cast.Ben();
        await ben.Patch($"/user/{ben.Id}", new { dob = "01/02/1990" });

        var answer = await ben.Patch($"/user/{ben.Id}", new { dob = "" });

        answer.ShouldBe(200)["dob"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("1899-12-31")]
    [InlineData("31/12/1899")]
    public async Task A_birthday_to_come_or_of_another_age_is_refused(string dob)
    {
        var ben = await Cast.Ben();
        (await ben.Patch($"/user/{ben.Id}", new { dob = "1900-01-01" })).ShouldBe(200);

        (await ben.Patch($"/user/{ben.Id}", new { dob })).ShouldBeInvalid(
            "dob",
            "Must be between 1900 and today."
        );

        (await ben.Get("/auth/session"))["user"].GetProperty("dob").GetString().ShouldBe("1900-01-01");
    }

    [Fact]
    public async Task Nobody_changes_somebody_else_not_even_an_admin()
    {
        var ben = await Cast.Ben();
        foreach (var other in new[] { await Cast.Cleo(), await Cast.Admin() })
            (await other.Patch($"/user/{ben.Id}", new { name = "Not Ben" })).ShouldFail(
                403,
                "forbidden",
                "You can only update your own account"
            );

        (await ben.Get($"/user/{ben.Id}")).Text("name").ShouldBe(ben.Name);
    }

    [Fact]
    public async Task Someone_who_is_not_there_is_not_found() =>
        (await (await Cast.Ben()).Patch("/user/999999999", new { name = "Nobody" })).ShouldFail(
            404,
            "not-found",
            "User with id 999999999 not found"
        );

    [Theory]
    [InlineData("name", "B")]
    [InlineData("user_name", "")]
    [InlineData("email", "nonsense")]
    [InlineData("password", "short1")]
    [InlineData("dob", "30/02/1990")]
    public async Task Nonsense_is_refused_and_changes_nothing(string field, string value)
    {
        var ben = await Cast.Ben();
        var body = new Dictionary<string, string> { [field] = value, ["old_password"] = Cast.Password };
        if (field != "name")
            body["name"] = "Changed All The Same";

        (await ben.Patch($"/user/{ben.Id}", body)).ShouldBeInvalid(field);

        (await ben.Get($"/user/{ben.Id}")).Text("name").ShouldBe(ben.Name);
    }

    [Fact]
    public async Task A_body_makes_nobody_an_admin()
    {
        var ben = await Cast.Ben();

        (await ben.Patch($"/user/{ben.Id}", new { is_admin = true, role = "admin" })).ShouldBe(200);

        (await ben.Get($"/user/{ben.Id}"))["is_admin"].GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_new_password_asks_for_the_old_one()
    {
        var ben = await Cast.Ben();

        (await ben.Patch($"/user/{ben.Id}", new { password = NewPassword })).ShouldBeInvalid("old_password");
        (
            await ben.Patch($"/user/{ben.Id}", new { password = NewPassword, old_password = "Wrong-1-one" })
        ).ShouldBeInvalid("old_password");

        (await SignIn(ben, NewPassword)).ShouldBe(401);
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session_and_not_this_one()
    {
        var ben = await Cast.Ben();
        var phone = new Client(ben.Server, (await SignIn(ben, Cast.Password)).ShouldBe(200).Text("token"));
        (await phone.Get("/auth/session")).ShouldBe(200);

        (
            await ben.Patch($"/user/{ben.Id}", new { password = NewPassword, old_password = Cast.Password })
        ).ShouldBe(200);

        (await ben.Get("/auth/session")).ShouldBe(200);
        await Eventually.ShouldBeTrue(
            async () => (await phone.Get("/auth/session")).Status == 401,
            "the session of the phone has ended"
        );
        (await SignIn(ben, Cast.Password)).ShouldBe(401);
        (await SignIn(ben, NewPassword)).ShouldBe(200);
    }

    [Fact]
    public async Task Who_guesses_the_old_password_is_slowed_down()
    {
        var ben = await Cast.Ben();
        for (var attempt = 0; attempt < 20; attempt++)
            (await ChangePassword(ben, "Wrong-1-one")).ShouldBeInvalid("old_password");
        await ben.Server.LengthenWaits();

        (await ChangePassword(ben, Cast.Password)).ShouldFail(429, "too-many-tries");
        (await ben.Post("/auth/proof", new { password = Cast.Password })).ShouldFail(429, "too-many-tries");

        (await ben.Patch($"/user/{ben.Id}", new { name = "Ben Renamed" })).ShouldBe(200);
    }

    [Fact]
    public async Task A_password_that_is_not_told_is_no_guess()
    {
        var ben = await Cast.Ben();
        for (var attempt = 0; attempt < 21; attempt++)
            (await ben.Patch($"/user/{ben.Id}", new { password = NewPassword })).ShouldBeInvalid(
                "old_password"
            );

        (await ChangePassword(ben, Cast.Password)).ShouldBe(200);
    }

    [Fact]
    public async Task Another_address_needs_a_recent_proof_also_with_a_new_password()
    {
        var ben = await Cast.Ben();
        await OutlastProof(ben);
        var both = new
        {
            email = Cast.NewEmail("ben"),
            password = NewPassword,
            old_password = Cast.Password,
        };

        (await ben.Patch($"/user/{ben.Id}", both)).ShouldFail(403, "proof-needed");
        (await SignIn(ben, NewPassword)).ShouldBe(401);
        (await ben.Post("/auth/proof", new { password = Cast.Password })).ShouldBe(200);

        (await ben.Patch($"/user/{ben.Id}", both)).ShouldBe(200);
        (await SignIn(ben, NewPassword)).ShouldBe(200);
    }

    [Fact]
    public async Task With_a_second_step_a_new_password_needs_the_apps_code_and_not_the_old_one_alone()
    {
        var ben = await Cast.Ben();
        var app = await App.TurnOn(ben);
        await OutlastProof(ben);

        (await ChangePassword(ben, Cast.Password)).ShouldFail(403, "proof-needed");
        (await ChangePassword(ben, "Wrong-1-one")).ShouldFail(403, "proof-needed");
        (await ben.Post("/auth/proof", new { code = await app.FreshCode() })).ShouldBe(200);

        (await ChangePassword(ben, "Wrong-1-one")).ShouldBeInvalid("old_password");
        (await ChangePassword(ben, Cast.Password)).ShouldBe(200);
    }

    [Fact]
    public async Task Without_a_second_step_the_old_password_is_proof_enough_for_a_new_one()
    {
        var ben = await Cast.Ben();
        await OutlastProof(ben);

        (await ChangePassword(ben, Cast.Password)).ShouldBe(200);
    }

    [Fact]
    public async Task An_address_of_somebody_else_is_taken()
    {
        var ben = await Cast.Ben();
        var cleo = await Cast.Cleo();

        (await cleo.Patch($"/user/{cleo.Id}", new { email = ben.Email.ToUpperInvariant() })).ShouldFail(
            409,
            "email-taken",
            "Email address already in use"
        );
    }

    [Fact]
    public async Task A_new_address_counts_only_when_it_is_confirmed()
    {
        var ben = await Cast.Ben();

        var answer = await ben.Patch($"/user/{ben.Id}", new { email = Cast.NewEmail("Ben") });

        answer.ShouldBe(200).Text("email").ShouldBe(ben.Email);
    }

    [Fact]
    public async Task The_own_address_may_be_written_in_other_letters()
    {
        var ben = await Cast.Ben();
        var capitals = ben.Email.ToUpperInvariant();

        (await ben.Patch($"/user/{ben.Id}", new { email = capitals })).ShouldBe(200);

        (await ben.Post("/auth/confirm", new { code = await EmailCodes.LatestOf(ben) }))
            .ShouldBe(200)
            .Text("email")
            .ShouldBe(capitals);
    }

    [Fact]
    public async Task Ten_changes_at_once_all_work()
    {
        var ben = await Cast.Ben();

        var answers = await Race.AtOnce(
            10,
            number =>
                ben.Patch(
                    $"/user/{ben.Id}",
                    new
                    {
                        name = $"Ben {number}",
                        email = number % 2 == 0 ? Cast.NewEmail($"ben{number}") : null,
                    }
                )
        );

        foreach (var answer in answers)
            answer.ShouldBe(200);
        (await ben.Post("/auth/confirm", new { code = await EmailCodes.LatestOf(ben) })).ShouldBe(200);
    }

    [Fact]
    public async Task Ten_wishes_for_another_address_at_once_are_mailed_five_codes()
    {
        var ben = await Cast.Ben();

        var answers = await Race.AtOnce(
            10,
            _ => ben.Patch($"/user/{ben.Id}", new { email = Cast.NewEmail("ben") })
        );

        answers.Count(answer => answer.Status == 200).ShouldBe(5);
        answers.Count(answer => answer.Status == 429).ShouldBe(5);
        (await ben.Post("/auth/confirm", new { code = await EmailCodes.LatestOf(ben) })).ShouldBe(200);
    }

    private static Task<Answer> ChangePassword(Person person, string oldPassword) =>
        person.Patch($"/user/{person.Id}", new { password = NewPassword, old_password = oldPassword });

    private static Task OutlastProof(Person person) =>
        person.Server.Execute(
            "UPDATE accounts.sessions SET proved_at = now() - interval '1 hour' WHERE user_id = $1",
            person.Id
        );

    private static Task<Answer> SignIn(Person person, string password) =>
        person.Server.Anyone.Post("/auth/login", new { email = person.Email, password });
}
