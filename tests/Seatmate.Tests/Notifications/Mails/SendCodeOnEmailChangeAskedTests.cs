namespace Seatmate.Tests.Notifications.Mails;

public sealed class SendCodeOnEmailChangeAskedTests
{
    [Fact]
    public async Task The_code_goes_to_the_new_address_alone_on_its_line_and_confirms_it()
    {
        var ben = await Cast.Ben();
        var address = Cast.NewEmail("ben");

        (await ben.Patch($"/user/{ben.Id}", new { email = address, old_password = Cast.Password })).ShouldBe(
            200
        );

        const string mails =
            "SELECT count(*) FROM notifications.mails WHERE kind = 'email-code' AND to_address = $1";
        await Eventually.ShouldBeTrue(
            async () => await ben.Server.Ask<long>(mails, address) == 1,
            "the code is on its way to the new address"
        );
        (await ben.Server.Ask<long>(mails, ben.Email)).ShouldBe(0);
        var body = await ben.Server.Ask<string>(
            "SELECT body FROM notifications.mails WHERE to_address = $1",
            address
        );
        var code = body.Split('\n').Single(line => line.Length == 6 && line.All(char.IsAsciiDigit));
        (await ben.Post("/auth/confirm", new { code })).ShouldBe(200);
    }
}
