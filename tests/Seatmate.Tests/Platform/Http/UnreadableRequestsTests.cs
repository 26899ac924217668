using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Seatmate.Tests.Platform.Http;

/// <summary>What the web server cannot read is refused in the one shape too, and nothing else suffers by it.</summary>
public sealed class UnreadableRequestsTests
{
    private const string Host = "Host: localhost\r\n";
    private const string Good = $"GET /health/live HTTP/1.1\r\n{Host}\r\n";
    private const string Bad = $"GET /a%00b HTTP/1.1\r\n{Host}\r\n";

    private static readonly string Long = new('x', 40_000);

    private static readonly Dictionary<string, (string Sent, int Status, string Code)> Unreadable = new()
    {
        ["a NUL in the path"] = (Bad, 400, "unreadable-request"),
        ["a NUL in the line"] = ($"GET /a\0b HTTP/1.1\r\n{Host}\r\n", 400, "unreadable-request"),
        ["no request at all"] = ("nonsense\r\n\r\n", 400, "unreadable-request"),
        ["no version"] = ($"GET /\r\n{Host}\r\n", 400, "unreadable-request"),
        ["an unknown version"] = ($"GET / HTTP/3.7\r\n{Host}\r\n", 505, "unknown-http-version"),
        ["a later version"] = ($"GET / HTTP/2.0\r\n{Host}\r\n", 505, "unknown-http-version"),
        ["a long address"] = ($"GET /{Long} HTTP/1.1\r\n{Host}\r\n", 414, "address-too-long"),
        ["a long header"] = ($"GET / HTTP/1.1\r\n{Host}A: {Long}\r\n\r\n", 431, "headers-too-large"),
        ["many headers"] = ($"GET / HTTP/1.1\r\n{Host}{Many()}\r\n", 431, "headers-too-large"),
        ["a bad header"] = ($"GET / HTTP/1.1\r\n{Host}a b: c\r\n\r\n", 400, "unreadable-request"),
        ["no host"] = ("GET / HTTP/1.1\r\n\r\n", 400, "unreadable-request"),
        ["two hosts"] = ($"GET / HTTP/1.1\r\n{Host}{Host}\r\n", 400, "unreadable-request"),
        ["a bad host"] = ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "unreadable-request"),
        ["a bad length"] = (Post("Content-Length: many"), 400, "unreadable-request"),
        ["two lengths"] = (Post("Content-Length: 1\r\nContent-Length: 2"), 400, "unreadable-request"),
        ["a strange encoding"] = (Post("Transfer-Encoding: gzip"), 400, "unreadable-request"),
        ["a target of OPTIONS"] = ($"GET * HTTP/1.1\r\n{Host}\r\n", 405, "method-not-allowed"),
        ["an encrypted request"] = ("\u0016\u0003\u0001\u0002\0\u0001\0\r\n", 400, "unreadable-request"),
    };

    public static TheoryData<string> Kinds => [.. Unreadable.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_is_refused_in_the_one_shape_and_the_next_connection_works(string kind)
    {
        var (sent, status, code) = Unreadable[kind];

        var answers = await RawConnection.Answers(sent);

        ShouldBeComplete(answers.ShouldHaveSingleItem().ShouldFail(status, code));
        (await TestServer.Shared.Anyone.Get("/events?limit=1")).ShouldBe(200);
    }

    [Fact]
    public async Task Those_sent_before_it_on_the_same_connection_are_answered_first()
    {
        var answers = await RawConnection.Answers(Good + Good + Bad + Good);

        answers.Select(answer => answer.Status).ShouldBe([200, 200, 400]);
        answers[0].Body.ShouldBe(answers[1].Body);
        answers[0].Body.ShouldEndWith("0\r\n\r\n", Case.Sensitive, "its chunks are complete");
        ShouldBeComplete(answers[2].ShouldFail(400, "unreadable-request"));
    }

    [Fact]
    public async Task A_connection_that_was_used_before_is_answered_too()
    {
        using var connection = await RawConnection.To(TestServer.Shared);
        await connection.Send(Good);
        await Task.Delay(TimeSpan.FromMilliseconds(200));
        await connection.Send(Bad);

        (await connection.ReadToEnd()).Select(answer => answer.Status).ShouldBe([200, 400]);
    }

    [Fact]
    public async Task HEAD_has_no_body()
    {
        var answer = (await RawConnection.Answers("HEAD / HTTP/1.1\r\n\r\n")).ShouldHaveSingleItem();

        answer.ShouldBe(400).Bytes.ShouldBeEmpty();
        answer.ContentType.ShouldBe("application/problem+json");
    }

    /// <summary>Kestrel learns of the end twice, as a request that is none and as a connection that ends, and whichever
    /// it minds first decides whether it still answers.</summary>
    [Fact]
    public async Task Half_a_request_that_ends_is_refused_whole_or_not_answered_at_all()
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var answers = await RawConnection.Answers($"GET / HTTP/1.1\r\n{Host}", endSending: true);

            answers.Count.ShouldBeLessThanOrEqualTo(1);
            foreach (var answer in answers)
                ShouldBeComplete(answer.ShouldFail(400, "unreadable-request"));
        }

        (await TestServer.Shared.Anyone.Get("/events?limit=1")).ShouldBe(200);
    }

    [Fact]
    public async Task A_connection_that_breaks_off_harms_nobody()
    {
        for (var attempt = 0; attempt < 20; attempt++)
            using (var connection = await RawConnection.To(TestServer.Shared))
                await connection.Send(attempt % 2 == 0 ? Bad : $"GET /{Long}");

        (await TestServer.Shared.Anyone.Get("/events")).ShouldBe(200);
    }

    [Fact]
    public async Task Half_a_request_that_goes_no_further_is_refused_in_time()
    {
        await using var server = await TestServer.StartAsync(add: services =>
            services.PostConfigure<KestrelServerOptions>(kestrel =>
                kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1)
            )
        );

        var answer = (await RawConnection.Answers("GET / HT", server)).ShouldHaveSingleItem();

        ShouldBeComplete(answer.ShouldFail(408, "too-slow"));
    }

    [Fact]
    public async Task Who_speaks_HTTP_2_is_told_in_both_tongues()
    {
        using var connection = await RawConnection.To(TestServer.Shared);
        await connection.Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

        var text = await connection.ReadText();

        text.ShouldStartWith("HTTP/1.1 505");
        text.ShouldEndWith("\r", Case.Sensitive, "HTTP_1_1_REQUIRED of HTTP/2 is 13");
    }

    /// <summary>Nothing is missing, nothing is left over, and it says that the connection ends.</summary>
    private static void ShouldBeComplete(Answer answer)
    {
        answer.Header("Connection").ShouldBe("close", answer.ToString());
        answer.ToString().ShouldContain($"Content-Length: {answer.Bytes.Length}\r\n");
        answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
    }

    private static string Post(string header) => $"POST /events HTTP/1.1\r\n{Host}{header}\r\n\r\n";

    private static string Many() =>
        Enumerable
            .Range(0, 200)
            .Aggregate(new StringBuilder(), (all, n) => all.Append($"A{n}: b\r\n"))
            .ToString();
}
