using Seatmate.Accounts.Sessions;

namespace Seatmate.Tests.Accounts.Sessions;

public sealed class ListSessionsTests
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static readonly TestServer Server = TestServer.Shared;

    [Fact]
    public async Task Devices_and_places_are_told_in_words_and_ones_own_is_marked()
    {
        var ben = await Cast.Ben();
        var token = await SignIn(ben.Email, Firefox);

        var rows = (await new Client(Server, token).Get("/auth/sessions")).ShouldBe(200).Rows;

        rows.Count.ShouldBe(2);
        var mine = rows.Single(row => row.GetProperty("is_this_one").GetBoolean());
        mine.GetProperty("device").GetString().ShouldBe("Firefox on Linux");
        mine.GetProperty("place").GetString().ShouldBe("this very machine");
        mine.GetProperty("method").GetString().ShouldBe("password");
        rows.Select(row => row.GetProperty("id").GetGuid()).ShouldContain(ben.SessionId);
    }

    [Fact]
    public async Task Nobody_elses_sessions_and_no_expired_ones_are_there()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());
        await SignIn(ben.Email, Firefox);
        await Server.Execute(
            "UPDATE accounts.sessions SET expires_at = now() - interval '1 second' WHERE user_id = $1 AND id <> $2",
            ben.Id,
            ben.SessionId
        );

        (await ben.Get("/auth/sessions")).Rows.Single().GetProperty("id").GetGuid().ShouldBe(ben.SessionId);
        (await cleo.Get("/auth/sessions")).Rows.Single().GetProperty("id").GetGuid().ShouldBe(cleo.SessionId);
    }

    [Fact]
    public async Task The_last_use_is_noted_once_in_five_minutes_however_much_is_asked()
    {
        var ben = await Cast.Ben();
        await Server.Execute(
            "UPDATE accounts.sessions SET last_used_at = now() - interval '6 minutes' WHERE id = $1",
            ben.SessionId
        );

        (await ben.Get("/user")).ShouldBe(200);
        var first = await LastUse(ben);
        (TimeProvider.System.GetUtcNow().UtcDateTime - first).TotalMinutes.ShouldBeLessThan(1);
        foreach (var answer in await Race.AtOnce(10, _ => ben.Get("/user")))
            answer.ShouldBe(200);

        (await LastUse(ben)).ShouldBe(first);
    }

    [Theory]
    [InlineData("", "an unknown program")]
    [InlineData(Firefox, "Firefox on Linux")]
    [InlineData("(Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge on Windows")]
    [InlineData("(iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone")]
    [InlineData("(Linux; Android 15) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome on Android")]
    [InlineData("curl/8.5.0", "curl")]
    [InlineData("MyOwn/1.0 (Linux)", "a program on Linux")]
    public void A_program_is_named_as_people_name_it(string agent, string words) =>
        DeviceWords.Of(agent).ShouldBe(words);

    [Theory]
    [InlineData("127.0.0.1", "this very machine")]
    [InlineData("::1", "this very machine")]
    [InlineData("192.168.1.20", "a private network (192.168.1.20)")]
    [InlineData("172.31.0.1", "a private network (172.31.0.1)")]
    [InlineData("172.32.0.1", "172.32.0.1, country unknown")]
    [InlineData("fd00::1", "a private network (fd00::1)")]
    [InlineData("203.0.113.7", "203.0.113.7, country unknown")]
    [InlineData("", "an unknown place")]
    public void A_place_is_told_as_far_as_the_address_tells_it(string address, string words) =>
        DeviceWords.PlaceOf(address).ShouldBe(words);

    private static Task<DateTime> LastUse(Person person) =>
        Server.Ask<DateTime>("SELECT last_used_at FROM accounts.sessions WHERE id = $1", person.SessionId);

    private static async Task<string> SignIn(string email, string agent)
    {
        var login = new { email, password = Cast.Password };
        return (await Server.Anyone.Post("/auth/login", login, ("User-Agent", agent))).Text("token")!;
    }
}
