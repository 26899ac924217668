namespace Seatmate.Tests.Accounts.Users;

public sealed class SearchUsersTests(OwnServer own) : IClassFixture<OwnServer>
{
    private Person? searcher;

    [Fact]
    public async Task A_part_in_the_middle_or_at_the_end_of_a_name_finds_it()
    {
        await People("Tommy Taaffe", "Amy Winter", "Sammy Hagar", "Tom Waits");

        (await NamesFoundBy("my")).ShouldBe(["Tommy Taaffe", "Amy Winter", "Sammy Hagar"]);
    }

    [Fact]
    public async Task Who_starts_with_the_part_comes_before_who_only_holds_it()
    {
        await People("Roxanne Quill", "Quilla Marsh", "Tranquil Lake", "Quilliam Bo");

        (await NamesFoundBy("quil")).ShouldBe([
            "Quilla Marsh",
            "Quilliam Bo",
            "Roxanne Quill",
            "Tranquil Lake",
        ]);
    }

    [Theory]
    [InlineData("ZOË", "Zoé Zwart", "Zoe Zwart")]
    [InlineData("OE Zw", "Zoé Zwart", "Zoe Zwart")]
    [InlineData("ØRST", "Åse Ørsted")]
    [InlineData("orst", "Åse Ørsted")]
    [InlineData("STRASS", "Gisela Straße")]
    [InlineData("straße", "Gisela Straße")]
    [InlineData("ß", "Gisela Straße")]
    [InlineData("aßE", "Gisela Straße")]
    [InlineData("ДЁ", "Дёмин Олег")]
    [InlineData("香", "明日香")]
    [InlineData("日香", "明日香")]
    [InlineData("🎸", "Jimi 🎸")]
    public async Task Case_accents_and_script_do_not_matter(string part, params string[] found)
    {
        if (await CountOf("Gisela Straße") == 0)
            await People(
                "Zoé Zwart",
                "Zoe Zwart",
                "Åse Ørsted",
                "Gisela Straße",
                "Дёмин Олег",
                "明日香",
                "Jimi 🎸"
            );

        (await NamesFoundBy(part)).ShouldBe(found);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("0%_")]
    [InlineData("_")]
    [InlineData("\\")]
    [InlineData("_\\x")]
    [InlineData("%_\\")]
    [InlineData("０％＿")]
    public async Task Percent_underscore_and_backslash_are_text(string part)
    {
        if (await CountOf("Wild 100%_\\x") == 0)
            await People("Wild 100%_\\x", "Tame 100 percent");

        (await NamesFoundBy(part)).ShouldBe(["Wild 100%_\\x"]);
    }

    [Theory]
    [InlineData("％％％")]
    [InlineData("＿＿＿")]
    [InlineData("%%%")]
    [InlineData("' OR true --")]
    [InlineData("|||")]
    public async Task What_nobody_has_in_their_name_finds_nobody(string part)
    {
        await People("Somebody Plain");

        (await (await Searcher()).Get(Address(part))).ShouldFail(
            404,
            "not-found",
            $"No users found matching '{part}'"
        );
    }

    [Fact]
    public async Task A_user_name_is_searched_too()
    {
        var person = await Searcher();
        await person.Patch($"/user/{person.Id}", new { user_name = "xylo-phonist" });

        (await NamesFoundBy("lo-pho")).ShouldBe([person.Name]);
    }

    [Fact]
    public async Task A_change_of_name_is_found_at_once()
    {
        var person = await Searcher();
        await person.Patch($"/user/{person.Id}", new { name = "Wolfgang Before" });
        await person.Patch($"/user/{person.Id}", new { name = "Wolfgang Thereafter" });

        (await person.Get(Address("Wolfgang Bef"))).ShouldBe(404);
        (await NamesFoundBy("thereaft")).ShouldBe(["Wolfgang Thereafter"]);
    }

    [Fact]
    public async Task Pages_show_everybody_once_and_in_order()
    {
        await People([.. Enumerable.Range(10, 12).Select(number => $"Old Bartholomew {number}")]);
        await People([.. Enumerable.Range(10, 13).Select(number => $"Bartholomew {number}")]);

        var pages = await (await Searcher()).GetPages(Address("bartholo") + "?limit=4");

        var names = pages.SelectMany(page => page.Rows).Select(Name).ToList();
        names.Count.ShouldBe(25);
        names.Distinct().Count().ShouldBe(25);
        names.Take(13).ShouldAllBe(name => name.StartsWith("Bartholomew"));
        pages.Count.ShouldBe(7);
    }

    [Fact]
    public async Task Blanks_and_endless_texts_find_nobody()
    {
        var person = await Searcher();

        (await person.Get("/user/search/%20%20")).ShouldFail(404, "not-found");
        (await person.Get(Address(new string('y', 101)))).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task A_stranger_to_the_site_finds_nobody() =>
        (await own.Server.Anyone.Get("/user/search/my")).ShouldFail(401, "sign-in-needed");

    private static string Address(string part) => $"/user/search/{Uri.EscapeDataString(part)}";

    private static string Name(System.Text.Json.JsonElement user) => user.GetProperty("name").GetString()!;

    private Task<long> CountOf(string name) =>
        own.Server.Ask<long>("SELECT count(*) FROM accounts.users WHERE name = $1", name);

    /// <summary>People whose user names hold nothing that is searched for here.</summary>
    private Task People(params string[] names) =>
        own.Server.Execute(
            """
            INSERT INTO accounts.users (name, user_name, handle, email, password_hash)
            SELECT name, '---', gen_random_uuid()::text, gen_random_uuid()::text, '' FROM unnest($1::text[]) AS name
            """,
            (object)names
        );

    private async Task<Person> Searcher() => searcher ??= await Cast.Somebody("Vv Kk", own.Server);

    private async Task<string[]> NamesFoundBy(string part) =>
        [.. (await (await Searcher()).Get(Address(part))).ShouldBe(200).Rows.Select(Name)];
}
