namespace Seatmate.Tests.Platform.Database;

public sealed class SearchPartTests(OwnServer own) : IClassFixture<OwnServer>
{
    private const int PeopleCount = 10_000;

    [Theory]
    [InlineData("ß", "users_by_search_pairs")]
    [InlineData("zq", "users_by_search_pairs")]
    [InlineData("zqx", "users_by_search_text")]
    [InlineData("ﬃ", "users_by_search_text")]
    public async Task A_part_of_any_length_is_found_by_an_index(string part, string index)
    {
        await own.Server.Execute(
            """
            INSERT INTO accounts.users (name, user_name, handle, email, password_hash)
            SELECT CASE WHEN n = 1 THEN 'Zqx Ruß Offiz' ELSE 'Ada ' || n END, '---', n::text, n::text, ''
            FROM generate_series(1, $1) AS n ON CONFLICT DO NOTHING
            """,
            PeopleCount
        );
        await own.Server.Execute("VACUUM ANALYZE accounts.users");
        var person = await Cast.Somebody("Vv Kk", own.Server);
        var before = await ScansOf(index);

        var found = await person.Get($"/user/search/{Uri.EscapeDataString(part)}");

        found.ShouldBe(200).Rows.Count.ShouldBe(1);
        await Eventually.ShouldBeTrue(async () => await ScansOf(index) > before, $"{index} was used");
    }

    private Task<long> ScansOf(string index) =>
        own.Server.Ask<long>("SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = $1", index);
}
