using System.IO.Compression;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Seatmate.Platform.Ready;

namespace Seatmate.Tests.Platform.Ready;

public sealed class ReadyAnswersTests
{
    private static readonly string LongText = string.Join(' ', Enumerable.Repeat("Songs of the sea.", 200));

    [Fact]
    public async Task Who_has_the_content_is_told_so_with_304_and_nobody_else()
    {
        var evening = await Evening.New();
        var first = await Ask(evening);
        var tag = first.Headers.ETag.ShouldNotBeNull().ToString();

        foreach (var known in new[] { tag, $"\"else\", {tag}", tag[2..], "*" })
        {
            var again = await Ask(evening, ("If-None-Match", known));
            ((int)again.StatusCode).ShouldBe(304, known);
            (await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
            again.Headers.ETag!.ToString().ShouldBe(tag);
            ShouldBeSafeAndVary(again);
        }
        ((int)(await Ask(evening, ("If-None-Match", "W/\"else\""))).StatusCode).ShouldBe(200);

        (await evening.Organiser.Patch($"/events/{evening.Id}", new { title = "Another name" })).ShouldBe(
            200
        );
        var changed = await Ask(evening, ("If-None-Match", tag));
        ((int)changed.StatusCode).ShouldBe(200);
        changed.Headers.ETag!.ToString().ShouldNotBe(tag);
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("gzip;q=0.0", null)]
    [InlineData("identity", null)]
    public async Task It_is_sent_in_the_form_that_the_client_takes(string accepted, string? encoding)
    {
        var evening = await Evening.New();
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { description = LongText })).ShouldBe(
            200
        );
        var plain = await Ask(evening);
        var text = await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var packed = await Ask(evening, ("Accept-Encoding", accepted));

        packed.Content.Headers.ContentEncoding.FirstOrDefault().ShouldBe(encoding);
        packed.Headers.ETag.ShouldBe(plain.Headers.ETag);
        ShouldBeSafeAndVary(packed);
        await using var body = await packed.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using Stream unpacked = encoding switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        (await new StreamReader(unpacked).ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe(
            text
        );
    }

    [Fact]
    public async Task Another_origin_may_read_it_only_if_it_is_configured_and_everybody_is_counted()
    {
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                CorsOrigins = ["https://shop.example"],
                RateLimits = true,
                RateLimitRequests = 5,
            }
        );
        var path = "/events?sort=date";

        foreach (var origin in new[] { "https://shop.example", "https://evil.example" })
        foreach (var _ in new[] { "made", "remembered" })
        {
            var answer = await server.Anyone.Get(path, ("Origin", origin));
            answer.ShouldBe(200);
            answer
                .Header("Access-Control-Allow-Origin")
                .ShouldBe(origin == "https://shop.example" ? origin : null);
            answer.Header("Vary").ShouldNotBeNull().ShouldContain("Origin");
        }
        (await server.Anyone.Get(path)).ShouldBe(200);
        (await server.Anyone.Get(path)).ShouldFail(429, "too-many-requests");
    }

    [Fact]
    public async Task Nonsense_fills_no_memory_and_many_addresses_push_out_the_oldest()
    {
        const long bytesMax = 100_000;
        var memory = new ReadyMemory(bytesMax);
        await using var server = await TestServer.StartAsync(add: services => services.AddSingleton(memory));
        var evening = await Evening.New(server);
        (await server.Anyone.Get($"/events/{evening.Id}")).ShouldBe(200);

        for (var i = 0; i < 20; i++)
        {
            (await server.Anyone.Get($"/events/{evening.Id}?nonsense={i}")).ShouldBe(200);
            (await server.Anyone.Get($"/events?nonsense={i}")).ShouldBeInvalid("nonsense");
            (await server.Anyone.Get($"/events?limit={i + 1000}")).ShouldBeInvalid("limit");
            (await server.Anyone.Get($"/events/{999_999_000 + i}")).ShouldBe(404);
            (await server.Anyone.Get($"/events/number-{i}")).ShouldBe(400);
            (await server.Anyone.Get($"/events/search/nothing-{i}")).ShouldBe(404);
            (await server.Anyone.Get($"/e/nothing-{i}")).ShouldBe(404);
        }
        memory.Count.ShouldBe(1);

        for (var i = 0; i < 300; i++)
        {
            (await server.Anyone.Get($"/events?limit=20&place=word-{i}")).ShouldBe(200);
            (await server.Anyone.Get($"/events/{evening.Id}")).ShouldBe(200);
            memory.Bytes.ShouldBeInRange(1, bytesMax);
        }
        memory.Count.ShouldBeInRange(20, 100);
    }

    [Fact]
    public async Task Parameters_in_another_order_are_the_same_address()
    {
        var memory = new ReadyMemory();
        await using var server = await TestServer.StartAsync(add: services => services.AddSingleton(memory));

        (await server.Anyone.Get("/events?sort=date&limit=5")).ShouldBe(200);
        (await server.Anyone.Get("/events?limit=5&sort=date")).ShouldBe(200);
        (await server.Anyone.Get("/events/?limit=5&sort=date")).ShouldBe(200);
        memory.Count.ShouldBe(1);

        (await server.Anyone.Get("/events?limit=5&sort=-date")).ShouldBe(200);
        (await server.Anyone.Get("/events?limit=5&place=a%26sort%3Ddate")).ShouldBe(200);
        memory.Count.ShouldBe(3);
    }

    [Fact]
    public async Task No_path_is_taken_for_another_ones_parameters()
    {
        var memory = new ReadyMemory();
        await using var server = await TestServer.StartAsync(add: services => services.AddSingleton(memory));
        var ada = await Cast.Ada(server);
        await ada.List(new { title = "Jazz&limit=24" });
        await ada.List(new { title = "Jazz in the yard" });

        (await Titles("/events/search/Jazz&limit=24")).ShouldBe(["Jazz&limit=24"]);
        (await Titles("/events/search/Jazz?limit=24")).Count.ShouldBe(2);
        memory.Count.ShouldBe(2);

        async Task<List<string>> Titles(string address) =>
            [
                .. (await server.Anyone.Get(address))
                    .ShouldBe(200)
                    .Json.EnumerateArray()
                    .Select(listed => listed.GetProperty("title").GetString()!),
            ];
    }

    private static async Task<HttpResponseMessage> Ask(
        Evening evening,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/events/{evening.Id}");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await evening.Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static void ShouldBeSafeAndVary(HttpResponseMessage answer)
    {
        foreach (var name in new[] { "Origin", "Accept-Encoding", "Authorization", "Cookie" })
            answer.Headers.Vary.ShouldContain(name);
        answer.Headers.CacheControl.ShouldBe(new CacheControlHeaderValue { NoCache = true });
        answer.Headers.Contains("Content-Security-Policy").ShouldBeTrue();
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }
}
