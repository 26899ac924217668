namespace Seatmate.Tests.Accounts.Users;

public sealed class ListUsersTests(OwnServer own) : IClassFixture<OwnServer>
{
    [Fact]
    public async Task Pages_show_everybody_once_by_id_while_others_sign_up()
    {
        var crowd = await Cast.Crowd(45, own.Server);
        var seen = new List<long>();
        for (var next = "/user?limit=10"; next is not null; )
        {
            var page = (await crowd[0].Get(next)).ShouldBe(200);
            page.Rows.Count.ShouldBeLessThanOrEqualTo(10);
            seen.AddRange(page.Rows.Select(user => user.GetProperty("id").GetInt64()));
            next = page.Next;
            if (seen.Count < 30)
                await Cast.Crowd(1, own.Server);
        }

        seen.ShouldBe(seen.Distinct().Order());
        crowd.Select(person => person.Id).ShouldBeSubsetOf(seen);
    }

    [Fact]
    public async Task The_last_page_announces_no_next_one()
    {
        var crowd = await Cast.Crowd(3, own.Server);
        var all = await crowd[0].GetPages("/user?limit=100");

        all[^1].Header("Link").ShouldBeNull();
        var exactly = all.Sum(page => page.Rows.Count);
        if (exactly <= 100)
            (await crowd[0].Get($"/user?limit={exactly}")).Header("Link").ShouldBeNull();
    }

    [Fact]
    public async Task A_page_holds_twenty_unless_asked_otherwise()
    {
        var crowd = await Cast.Crowd(25, own.Server);

        (await crowd[0].Get("/user")).Rows.Count.ShouldBe(20);
        (await crowd[0].Get("/user?limit=1")).Rows.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("-1")]
    [InlineData("ten")]
    [InlineData("1.5")]
    [InlineData("99999999999999")]
    [InlineData("1&limit=2")]
    public async Task A_limit_that_is_none_is_refused(string limit) =>
        (await (await Cast.Ben()).Get($"/user?limit={limit}")).ShouldBeInvalid(
            "limit",
            "Must be a whole number from 1 to 100."
        );

    [Theory]
    [InlineData("nonsense")]
    [InlineData("%00")]
    [InlineData("!!!")]
    [InlineData("MTIzfDQ1Ng&after=x")]
    [InlineData("OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5")]
    public async Task An_after_that_was_never_given_out_is_refused(string after) =>
        (await (await Cast.Ben()).Get($"/user?after={after}")).ShouldBeInvalid("after");

    [Fact]
    public async Task Who_is_not_signed_in_sees_nobody() =>
        (await own.Server.Anyone.Get("/user")).ShouldFail(401, "sign-in-needed");
}
