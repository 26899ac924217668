namespace Seatmate.Tests.Accounts.Sessions;

public sealed class EndSessionTests
{
    private static readonly TestServer Server = TestServer.Shared;

    [Fact]
    public async Task One_device_is_signed_out_and_the_others_stay()
    {
        var (ben, other) = await BenTwice();

        (await other.Delete($"/auth/sessions/{ben.SessionId}")).ShouldBe(200);

        (await ben.Get("/auth/session")).ShouldBe(401);
        (await other.Get("/auth/session")).ShouldBe(200);
    }

    [Fact]
    public async Task All_others_are_signed_out_and_this_one_stays()
    {
        var (ben, other) = await BenTwice();
        var cleo = await Cast.Cleo();

        (await other.Delete("/auth/sessions")).ShouldBe(200);

        (await ben.Get("/auth/session")).ShouldBe(401);
        (await other.Get("/auth/sessions")).ShouldBe(200).Rows.Count.ShouldBe(1);
        (await cleo.Get("/auth/session")).ShouldBe(200);
    }

    [Fact]
    public async Task It_holds_on_every_process_that_remembers_the_session()
    {
        await using var server = await TestServer.StartAsync();
        await using var beside = await server.StartBesideAsync();
        var ben = await Cast.Ben(server);
        (await ben.At(beside).Get("/auth/session")).ShouldBe(200);
        var login = new { email = ben.Email, password = Cast.Password };
        var other = new Client(server, (await server.Anyone.Post("/auth/login", login)).Text("token"));

        (await other.Delete("/auth/sessions")).ShouldBe(200);

        await Eventually.ShouldBeTrue(
            async () => (await ben.At(beside).Get("/auth/session")).Status == 401,
            "the other process has heard that the session ended"
        );
    }

    [Fact]
    public async Task Somebody_elses_session_is_not_there()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());

        (await cleo.Delete($"/auth/sessions/{ben.SessionId}")).ShouldFail(404, "not-found");

        (await ben.Get("/auth/session")).ShouldBe(200);
    }

    [Fact]
    public async Task Ending_it_twice_or_at_once_ends_it_once()
    {
        var (ben, other) = await BenTwice();

        var answers = await Race.AtOnce(5, _ => other.Delete($"/auth/sessions/{ben.SessionId}"));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 404).ShouldBe(4);
    }

    private static async Task<(Person Ben, Client Other)> BenTwice()
    {
        var ben = await Cast.Ben();
        (await ben.Get("/auth/session")).ShouldBe(200);
        var login = new { email = ben.Email, password = Cast.Password };
        return (ben, new Client(Server, (await Server.Anyone.Post("/auth/login", login)).Text("token")));
    }
}
