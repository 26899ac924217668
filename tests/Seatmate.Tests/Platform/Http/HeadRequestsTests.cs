namespace Seatmate.Tests.Platform.Http;

public sealed class HeadRequestsTests
{
    [Theory]
    [InlineData("/events", 200)]
    [InlineData("/health/live", 200)]
    [InlineData("/events/999999999", 404)]
    [InlineData("/posts", 401)]
    public async Task A_head_is_what_a_get_would_answer_without_its_body(string address, int status)
    {
        var anyone = TestServer.Shared.Anyone;

        var head = await anyone.Send(HttpMethod.Head, address);

        var got = await anyone.Get(address);
        (head.Status, head.Bytes.Length).ShouldBe((status, 0));
        head.Header("Content-Type").ShouldBe(got.Header("Content-Type"));
    }
}
