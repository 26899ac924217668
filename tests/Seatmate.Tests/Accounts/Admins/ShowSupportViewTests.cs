namespace Seatmate.Tests.Accounts.Admins;

public sealed class ShowSupportViewTests
{
    [Fact]
    public async Task An_admin_looks_only_with_consent_and_the_person_sees_it()
    {
        var (admin, ben) = (await Cast.Admin(), await Cast.Ben());
        var view = $"/admin/accounts/{ben.Id}/support-view";
        (await admin.Get(view)).ShouldFail(403, "consent-needed");

        var given = (await ben.Post($"/user/{ben.Id}/support-consent", new { hours = 2 })).ShouldBe(200);
        given["expires_at"]
            .GetDateTimeOffset()
            .ShouldBe(DateTimeOffset.UtcNow.AddHours(2), TimeSpan.FromMinutes(1));
        var seen = (await admin.Get(view)).ShouldBe(200);
        seen["user"].GetProperty("email").GetString().ShouldBe(ben.Email);
        seen["sessions"].GetArrayLength().ShouldBe(1);

        var looks = (await ben.Get($"/user/{ben.Id}/support-consent")).ShouldBe(200)["looks"];
        looks.GetArrayLength().ShouldBe(1);
        looks[0].GetProperty("actor").GetProperty("id").GetInt64().ShouldBe(admin.Id);
        looks[0].GetProperty("address").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (
            await admin.Server.Ask<bool>(
                "SELECT address IS NOT NULL FROM platform.audit WHERE id = $1",
                looks[0].GetProperty("id").GetInt64()
            )
        ).ShouldBeTrue("where the admin was stays in the audit");
        (await ben.Delete($"/user/{ben.Id}/support-consent")).ShouldBe(200);
        (await ben.Delete($"/user/{ben.Id}/support-consent")).ShouldBe(200);
        (await admin.Get(view)).ShouldFail(403, "consent-needed");
        (await ben.Get($"/user/{ben.Id}/support-consent"))["looks"].GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Consent_ends_by_itself()
    {
        var (admin, ben) = (await Cast.Admin(), await Cast.Ben());
        (await ben.Post($"/user/{ben.Id}/support-consent", new { })).ShouldBe(200);
        await ben.Server.Execute(
            "UPDATE accounts.support_consents SET expires_at = now() - interval '1 second' WHERE user_id = $1",
            ben.Id
        );

        (await admin.Get($"/admin/accounts/{ben.Id}/support-view")).ShouldFail(403, "consent-needed");
        (await ben.Get($"/user/{ben.Id}/support-consent"))["expires_at"]
            .ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData("""{"hours": 0}""")]
    [InlineData("""{"hours": 73}""")]
    [InlineData("""{"hours": "long"}""")]
    public async Task Nonsense_is_refused(string body)
    {
        var ben = await Cast.Ben();

        (
            await ben.Send(
                HttpMethod.Post,
                $"/user/{ben.Id}/support-consent",
                new StringContent(body, null, "application/json")
            )
        ).ShouldBe(400);
    }

    [Fact]
    public async Task Only_the_person_decides_and_only_admins_look()
    {
        var (admin, ben, cleo) = (await Cast.Admin(), await Cast.Ben(), await Cast.Cleo());

        foreach (var other in new[] { cleo, admin })
        {
            (await other.Post($"/user/{ben.Id}/support-consent", new { })).ShouldFail(403, "forbidden");
            (await other.Get($"/user/{ben.Id}/support-consent")).ShouldFail(403, "forbidden");
            (await other.Delete($"/user/{ben.Id}/support-consent")).ShouldFail(403, "forbidden");
        }
        (await ben.Post($"/user/{ben.Id}/support-consent", new { })).ShouldBe(200);
        (await cleo.Get($"/admin/accounts/{ben.Id}/support-view")).ShouldFail(403, "forbidden");
        (await admin.Get("/admin/accounts/999999999/support-view")).ShouldFail(404, "not-found");
    }
}
