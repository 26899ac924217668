using Seatmate.Tests.Accounts.Proofs;

namespace Seatmate.Tests.Accounts.Users;

public sealed class ConfirmEmailTests
{
    [Fact]
    public async Task The_code_makes_the_new_address_theirs()
    {
        var (ben, email) = await BenWhoWantsAnotherAddress();

        (await Confirm(ben, await EmailCodes.LatestOf(ben))).ShouldBe(200).Text("email").ShouldBe(email);

        (await ben.Server.Anyone.Post("/auth/login", new { email, password = Cast.Password })).ShouldBe(200);
        (
            await ben.Server.Anyone.Post("/auth/login", new { email = ben.Email, password = Cast.Password })
        ).ShouldBe(401);
    }

    [Fact]
    public async Task While_another_address_waits_the_present_one_is_confirmed_by_its_own_code()
    {
        var (ben, email) = await BenWhoWantsAnotherAddress();
        (await ben.Post("/auth/confirmation")).ShouldBe(202);

        var answer = await Confirm(ben, await Mailbox.ConfirmationCodeFor(ben.Server, ben.Email));

        answer.ShouldBe(200).Text("email").ShouldBe(ben.Email);
        (await ben.Get("/auth/session"))["email_confirmed"].GetBoolean().ShouldBeTrue();
        (await WrongTries(ben, "change_code")).ShouldBe(0);
        (await Confirm(ben, await EmailCodes.LatestOf(ben))).ShouldBe(200).Text("email").ShouldBe(email);
    }

    [Fact]
    public async Task The_code_of_the_new_address_counts_no_try_of_the_present_ones_and_a_wrong_one_one_of_each()
    {
        var (ben, email) = await BenWhoWantsAnotherAddress();
        (await ben.Post("/auth/confirmation")).ShouldBe(202);
        var present = await Mailbox.ConfirmationCodeFor(ben.Server, ben.Email);
        var codes = new[] { present, await EmailCodes.LatestOf(ben) };
        var wrong = new[] { "000000", "000001", "000002" }.Except(codes).First();

        (await Confirm(ben, wrong)).ShouldBeInvalid("code");

        (await WrongTries(ben, "change_code")).ShouldBe(1);
        (await WrongTries(ben, "confirm_code")).ShouldBe(1);
        (await Confirm(ben, codes[1])).ShouldBe(200).Text("email").ShouldBe(email);
        (await WrongTries(ben, "confirm_code")).ShouldBe(1);
        (await Confirm(ben, present)).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task A_code_is_good_for_one_use()
    {
        var (ben, _) = await BenWhoWantsAnotherAddress();
        var code = await EmailCodes.LatestOf(ben);
        (await Confirm(ben, code)).ShouldBe(200);

        (await Confirm(ben, code)).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task A_code_typed_in_five_times_at_once_counts_once()
    {
        var (ben, _) = await BenWhoWantsAnotherAddress();
        var code = await EmailCodes.LatestOf(ben);

        var answers = await Race.AtOnce(5, _ => Confirm(ben, code));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 404).ShouldBe(4);
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_is_no_longer_valid()
    {
        var (ben, _) = await BenWhoWantsAnotherAddress();
        var right = await EmailCodes.LatestOf(ben);
        var wrong = right == "000000" ? "000001" : "000000";
        var wrongs = await Race.AtOnce(5, _ => Confirm(ben, wrong));
        foreach (var answer in wrongs)
            answer.ShouldBeInvalid("code");

        (await Confirm(ben, right)).ShouldFail(410, "code-expired");
    }

    [Fact]
    public async Task An_old_code_is_no_longer_valid()
    {
        var (ben, _) = await BenWhoWantsAnotherAddress();
        await ben.Server.Execute(
            "UPDATE accounts.mailed_secrets SET expires_at = now() - interval '1 second' WHERE user_id = $1",
            ben.Id
        );

        (await Confirm(ben, await EmailCodes.LatestOf(ben))).ShouldFail(410, "code-expired");
    }

    [Fact]
    public async Task Five_codes_an_hour_are_mailed_and_then_nothing_changes()
    {
        var ben = await Cast.Ben();
        for (var wish = 0; wish < 5; wish++)
            (await ben.Patch($"/user/{ben.Id}", new { email = Cast.NewEmail("ben") })).ShouldBe(200);

        var sixth = new { email = Cast.NewEmail("ben"), name = "Ben the Sixth" };
        (await ben.Patch($"/user/{ben.Id}", sixth)).ShouldFail(429, "too-many-mails");

        (await ben.Get($"/user/{ben.Id}")).Text("name").ShouldNotBe("Ben the Sixth");
        (await Confirm(ben, await EmailCodes.LatestOf(ben))).ShouldBe(200);
    }

    [Fact]
    public async Task A_second_wish_makes_the_first_code_worthless()
    {
        var (ben, _) = await BenWhoWantsAnotherAddress();
        var first = await EmailCodes.LatestOf(ben);
        string second;
        do
        {
            await ben.Patch($"/user/{ben.Id}", new { email = Cast.NewEmail("Ben") });
            second = await EmailCodes.LatestOf(ben);
        } while (second == first);

        (await Confirm(ben, first)).ShouldBeInvalid("code");
        (await Confirm(ben, second)).ShouldBe(200);
    }

    [Fact]
    public async Task The_code_of_somebody_else_does_nothing()
    {
        var (ben, _) = await BenWhoWantsAnotherAddress();
        var cleo = await Cast.Cleo();

        (await Confirm(cleo, await EmailCodes.LatestOf(ben))).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task An_address_that_somebody_took_meanwhile_is_taken()
    {
        var (ben, email) = await BenWhoWantsAnotherAddress();
        var code = await EmailCodes.LatestOf(ben);
        var registration = new
        {
            name = "Cleo Strand",
            user_name = "cleo",
            email,
            password = Cast.Password,
        };
        (await ben.Server.Anyone.Post("/auth/register", registration)).ShouldBe(201);

        (await Confirm(ben, code)).ShouldFail(409, "email-taken", "Email address already in use");
        (await ben.Get("/auth/session"))["user"].GetProperty("email").GetString().ShouldBe(ben.Email);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("0000000000000000000000000000000000000000")]
    public async Task Nonsense_is_not_the_code(string code)
    {
        var (ben, _) = await BenWhoWantsAnotherAddress();

        (await Confirm(ben, code)).ShouldBeInvalid("code");
    }

    private static Task<int> WrongTries(Person person, string purpose) =>
        person.Server.Ask<int>(
            """
            SELECT attempts FROM accounts.mailed_secrets WHERE user_id = $1 AND purpose = $2
            ORDER BY id DESC LIMIT 1
            """,
            person.Id,
            purpose
        );

    private static async Task<(Person Ben, string Email)> BenWhoWantsAnotherAddress()
    {
        var ben = await Cast.Ben();
        var email = Cast.NewEmail("Ben");
        (await ben.Patch($"/user/{ben.Id}", new { email })).ShouldBe(200);
        return (ben, email);
    }

    private static Task<Answer> Confirm(Person person, string code) =>
        person.Post("/auth/confirm", new { code });
}
