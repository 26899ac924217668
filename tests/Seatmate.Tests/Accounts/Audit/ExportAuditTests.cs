namespace Seatmate.Tests.Accounts.Audit;

public sealed class ExportAuditTests
{
    [Fact]
    public async Task It_is_taken_away_as_a_table_or_as_json_and_that_is_noted()
    {
        var (admin, ben) = (await Cast.Admin(), await Cast.Ben());
        (await ben.Patch($"/user/{ben.Id}", new { name = "Benjamin" })).ShouldBe(200);

        var table = (await admin.Get($"/audit/export?actor={ben.Id}")).ShouldBe(200);
        table.ContentType.ShouldBe("text/csv; charset=utf-8");
        var lines = table.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].Trim().ShouldBe("id,at,zone,actor_id,action,subject,organiser_id,key_id,address,details");
        lines.Length.ShouldBe(2);
        lines[1].ShouldContain($",{ben.Id},accounts.user_updated,user:{ben.Id},");

        var json = (await admin.Get($"/audit/export?actor={ben.Id}&format=json")).ShouldBe(200);
        json.Rows.ShouldHaveSingleItem().GetProperty("action").GetString().ShouldBe("accounts.user_updated");
        (await admin.Get($"/audit?actor={admin.Id}&action=accounts.audit_exported")).Rows.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_could_be_a_formula_is_a_text()
    {
        var (admin, ben) = (await Cast.Admin(), await Cast.Ben());
        await ben.Server.Execute(
            "INSERT INTO platform.audit (actor_id, action, subject) VALUES ($1, 'tests.formula', '=1+1')",
            ben.Id
        );

        var table = await admin.Get($"/audit/export?actor={ben.Id}");

        table.ShouldBe(200).Body.ShouldContain("'=1+1");
        table.Body.ShouldNotContain(",=1+1");
    }

    [Fact]
    public async Task A_form_that_there_is_not_is_refused() =>
        (await (await Cast.Admin()).Get("/audit/export?format=xml")).ShouldBe(400);

    [Fact]
    public async Task A_filter_with_a_typing_error_takes_nothing_away() =>
        (await (await Cast.Admin()).Get("/audit/export?actr=5")).ShouldBeInvalid("actr");
}
