namespace Seatmate.Tests.Platform.Http;

/// <summary>What a proxy says of a request, and what its client would like to have said.</summary>
public sealed class ForwardedHeadersTests
{
    private const string TrustAll = "ASPNETCORE_FORWARDEDHEADERS_ENABLED";

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task Only_what_the_proxy_itself_says_is_believed(string trustAll)
    {
        var folder = Directory.CreateTempSubdirectory("seatmate-proxy-");
        var database = await TestPostgres.CreateDatabase();
        await using (
            var seatmate = await SeatmateProcess
                .Serve(folder.FullName, null, ("DATABASE_URL", database), (TrustAll, trustAll))
                .Ready()
        )
        {
            (await SaysHttps(seatmate, "http, https")).ShouldBeTrue("the proxy says so");
            (await SaysHttps(seatmate, "https, http")).ShouldBeFalse("only the client says so");
        }
        await TestPostgres.DropDatabase(database);
        folder.Delete(recursive: true);
    }

    /// <summary>Only who came by https is told to stay with it.</summary>
    private static async Task<bool> SaysHttps(SeatmateProcess seatmate, string schemes)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1, 192.0.2.2");
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", schemes);
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{seatmate.Port}/events"));
        return answer.Headers.Contains("Strict-Transport-Security");
    }
}
