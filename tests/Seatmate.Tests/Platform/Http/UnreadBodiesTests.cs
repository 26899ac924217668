using System.Text;
using Seatmate.Platform.Http;

namespace Seatmate.Tests.Platform.Http;

public sealed class UnreadBodiesTests
{
    private const int Repetitions = 20;

    [Theory]
    [InlineData(Limits.BodyBytesMax + 1)]
    [InlineData(8 * Limits.BodyBytesMax)]
    public async Task Who_sends_too_much_without_asking_reads_the_refusal(int bytes)
    {
        for (var time = 0; time < Repetitions; time++)
            (await SignIn(bytes)).ShouldFail(413, "too-large").Header("Connection").ShouldBe("close");
    }

    [Fact]
    public async Task Who_asks_first_is_refused_without_sending()
    {
        var answer = await SignIn(8 * Limits.BodyBytesMax, ("Expect", "100-continue"));

        answer.ShouldFail(413, "too-large");
    }

    [Fact]
    public async Task What_is_just_small_enough_is_read() =>
        (await SignIn(Limits.BodyBytesMax)).ShouldFail(400, "validation");

    [Theory]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("application/json; charset=UTF-8")]
    public async Task That_it_is_in_utf_8_is_said_in_quotes_or_without(string type)
    {
        var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        var answer = await TestServer.Shared.Anyone.Send(HttpMethod.Post, "/auth/login", body);

        answer.ShouldFail(400, "validation");
    }

    private static Task<Answer> SignIn(int bytes, params (string, string)[] headers)
    {
        var body = new ByteArrayContent(Encoding.UTF8.GetBytes("{}".PadRight(bytes)));
        body.Headers.ContentType = new("application/json");
        return TestServer.Shared.Anyone.Send(HttpMethod.Post, "/auth/login", body, headers);
    }
}
