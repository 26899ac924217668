using Microsoft.AspNetCore.Http;
using Seatmate.Platform.Http;

namespace Seatmate.Tests.Platform.Http;

public sealed class PagingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, 123, 456, TimeSpan.Zero);

    [Fact]
    public async Task Twenty_rows_from_the_start_unless_asked_otherwise()
    {
        var request = await Read("");

        request.Limit.ShouldBe(20);
        request.AfterId.ShouldBeNull();
    }

    [Fact]
    public async Task A_page_leads_to_the_next_by_the_keys_of_its_last_row()
    {
        var link = await LinkOf(
            "/things?limit=2&tag=a%20b&after=x",
            rows: 3,
            row => [PageRequest.Key(Noon), row]
        );

        link.ShouldStartWith("</things?");
        link.ShouldEndWith(">; rel=\"next\"");
        var address = new Uri("http://here" + link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        var next = await Read(address.Query);
        next.Limit.ShouldBe(2);
        next.Instant(0).ShouldBe(Noon);
        next.Number(1).ShouldBe(2);
        address.Query.ShouldContain("tag=a%20b");
        address.Query.Split("after=").Length.ShouldBe(2);
    }

    [Fact]
    public async Task The_last_page_leads_nowhere() =>
        (await LinkOf("/things?limit=3", rows: 3, row => [row])).ShouldBeEmpty();

    [Fact]
    public void Instants_are_keys_to_the_microsecond_as_PostgreSQL_keeps_them()
    {
        foreach (
            var instant in new[] { Noon, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(-100) }
        )
            new PageRequest(20, [$"{PageRequest.Key(instant)}"]).Instant(0).ShouldBe(instant);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("999999999999999999")]
    [InlineData("")]
    [InlineData("abc")]
    public void A_key_that_is_no_instant_is_refused(string key) =>
        Should
            .Throw<RefusedException>(() => new PageRequest(20, [key]).Instant(0))
            .Problem.Code.ShouldBe("validation");

    [Fact]
    public void A_key_that_is_missing_is_refused() =>
        Should.Throw<RefusedException>(() => new PageRequest(20, ["1"]).Number(1));

    [Theory]
    [InlineData("/events?limit=5%00", "limit")]
    [InlineData("/venues?after=MQA", "after")]
    [InlineData("/events?mine=true%00", "mine")]
    [InlineData("/events?venue_id=1%00", "venue_id")]
    public async Task A_NUL_behind_a_value_is_no_part_of_it_and_refused(string address, string name) =>
        (await (await Cast.Ben()).Get(address)).ShouldBeInvalid(name);

    private static async Task<PageRequest> Read(string query)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        return (await PageRequest.BindAsync(context, null!))!;
    }

    private static async Task<string> LinkOf(string address, int rows, Func<int, object[]> keys)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        (context.Request.Path, context.Request.QueryString) = (
            address.Split('?')[0],
            new("?" + address.Split('?')[1])
        );
        var limit = int.Parse(context.Request.Query["limit"]!);
        await new Page<int>([.. Enumerable.Range(1, rows)], new(limit, []), keys).ExecuteAsync(context);
        return context.Response.Headers.Link.ToString();
    }
}
