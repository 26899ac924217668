using Seatmate.Tests.Accounts.Passkeys;
using Seatmate.Tests.Accounts.SecondSteps;
using Seatmate.Tests.Accounts.Users;

namespace Seatmate.Tests.Notifications.Mails;

public sealed class WarnOnAccessChangedTests
{
    [Fact]
    public async Task A_new_password_is_told_once()
    {
        var ben = await Cast.Ben();
        var change = new { password = "Another-Pass-1", old_password = Cast.Password };

        (await ben.Patch($"/user/{ben.Id}", change)).ShouldBe(200);

        await ShouldBeWarned(ben, ben.Email, "The password of your account was changed");
    }

    [Fact]
    public async Task A_new_address_is_told_to_the_one_before()
    {
        var ben = await Cast.Ben();
        var email = Cast.NewEmail("ben");
        (await ben.Patch($"/user/{ben.Id}", new { email })).ShouldBe(200);
        await ben.Server.Settled();
        (await Warnings(ben, ben.Email)).ShouldBeEmpty("nothing has changed before the code is typed in");

        (await ben.Post("/auth/confirm", new { code = await EmailCodes.LatestOf(ben) })).ShouldBe(200);

        await ShouldBeWarned(ben, ben.Email, "The e-mail address of your account was changed");
        (await Warnings(ben, email)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_step_is_told_when_it_comes_and_when_it_goes()
    {
        var ben = await Cast.Ben();
        await App.TurnOn(ben);
        await ShouldBeWarned(ben, ben.Email, "asks for a code of an authenticator app now");

        (await ben.Post("/auth/second-step/recovery-codes")).ShouldBe(200);
        await ShouldBeWarned(ben, ben.Email, "New recovery codes were made", of: 2);

        (await ben.Delete("/auth/second-step")).ShouldBe(200);
        await ShouldBeWarned(
            ben,
            ben.Email,
            "does not ask for a code of your authenticator app any more",
            of: 3
        );
    }

    [Fact]
    public async Task A_passkey_is_told_when_it_comes_and_when_it_goes()
    {
        var ben = await Cast.Ben();
        using var key = SoftKey.For(ben.Server);
        var id = (await PasskeyAccess.Add(ben, key)).ShouldBe(201).Id;
        await ShouldBeWarned(ben, ben.Email, "A passkey was added");

        (await ben.Delete($"/auth/passkeys/{id}")).ShouldBe(200);
        await ShouldBeWarned(ben, ben.Email, "A passkey was removed", of: 2);
    }

    private static async Task ShouldBeWarned(Person person, string address, string sentence, int of = 1)
    {
        await Eventually.ShouldBeTrue(
            async () => (await Warnings(person, address)).Count == of,
            $"{of} warnings were written"
        );
        (await Warnings(person, address))[^1].ShouldContain(sentence);
    }

    private static async Task<IReadOnlyList<string>> Warnings(Person person, string address) =>
        await person.Server.Ask<string[]>(
            """
            SELECT coalesce(array_agg(regexp_replace(body, '\s+', ' ', 'g') ORDER BY id), '{}')
            FROM notifications.mails WHERE kind = 'access-changed' AND to_address = $1
            """,
            address
        );
}
