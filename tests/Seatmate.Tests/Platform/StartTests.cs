using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Seatmate.Tests.Platform;

/// <summary>The real program in processes of its own: how it starts, refuses to start, stops, and comes back after
/// being killed.</summary>
public sealed class StartTests : IDisposable
{
    private static readonly TimeSpan TimeToNoticeTheSignal = TimeSpan.FromMilliseconds(500);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seatmate-start-");

    private string Data => Path.Combine(folder.FullName, "data");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_second_start_on_the_same_data_folder_is_refused_and_the_first_serves_on()
    {
        await using var first = await SeatmateProcess.Serve(Data).Ready();

        await using var second = SeatmateProcess.Serve(Data);

        (await RefusalOf(second)).ShouldBe(
            $"Another Seatmate is running on the data folder {Data}: stop it, or choose another folder with --data."
        );
        await first.Ready();
    }

    [Fact]
    public async Task A_busy_port_is_refused_before_anything_is_made()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await using var seatmate = SeatmateProcess.Serve(Data, port);

        (await RefusalOf(seatmate)).ShouldBe(
            $"Port {port} is in use: stop what listens there, or choose another with --port."
        );
        Directory.Exists(Data).ShouldBeFalse();
    }

    [Fact]
    public async Task A_read_only_data_folder_is_refused()
    {
        Directory.CreateDirectory(Data, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await using var seatmate = SeatmateProcess.Serve(Data);

        (await RefusalOf(seatmate)).ShouldStartWith(
            $"Seatmate cannot use {Data} as its data folder (it is read-only)"
        );
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("mysql://someone:secret-word@127.0.0.1/seatmate")]
    [InlineData("postgres://someone:secret-word@127.0.0.1:1/seatmate")]
    public async Task A_DATABASE_URL_that_leads_nowhere_is_refused_without_its_password(string url)
    {
        await using var seatmate = SeatmateProcess.Serve(Data, settings: ("DATABASE_URL", url));

        var refusal = await RefusalOf(seatmate);

        refusal.ShouldContain("DATABASE_URL");
        refusal.ShouldNotContain("secret-word");
    }

    [Fact]
    public async Task SIGTERM_finishes_the_request_in_flight_and_stops_PostgreSQL()
    {
        await using var seatmate = await SeatmateProcess.Serve(Data).Ready();
        File.Exists(seatmate.PostgresPidFile).ShouldBeTrue();
        using var request = await HalfARequest.To(seatmate.Port);

        seatmate.Signal("TERM");
        await Task.Delay(TimeToNoticeTheSignal);

        (await request.Finish()).ShouldStartWith("HTTP/1.1 401");
        (await seatmate.Exit()).ShouldBe(0);
        File.Exists(seatmate.PostgresPidFile).ShouldBeFalse();
        seatmate.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task SIGINT_while_the_database_is_being_made_leaves_nothing_running_and_the_next_start_works()
    {
        await using (var stopped = SeatmateProcess.Serve(Data))
        {
            await stopped.Said("Creating the database");
            stopped.Signal("INT");
            (await stopped.Exit()).ShouldBe(0);
            stopped.Errors.ShouldBeEmpty();
            File.Exists(stopped.PostgresPidFile).ShouldBeFalse();
        }

        await using var next = await SeatmateProcess.Serve(Data).Ready();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_kill_9_the_next_start_recovers_and_nothing_committed_is_lost(bool andPostgres)
    {
        var ben = new
        {
            name = "Ben Okafor",
            user_name = "ben",
            email = "ben@seatmate.example",
            password = Cast.Password,
        };
        await using (var killed = await SeatmateProcess.Serve(Data).Ready())
        {
            (await killed.Post("/auth/register", ben)).StatusCode.ShouldBe(HttpStatusCode.Created);
            using var postgres = PostgresOf(killed);
            killed.Signal("KILL");
            await killed.Exit();
            if (andPostgres)
                postgres.Kill();
        }

        await using var next = await SeatmateProcess.Serve(Data).Ready();

        var login = await next.Post("/auth/login", new { ben.email, ben.password });
        login.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_killed_alone_is_started_again()
    {
        await using var seatmate = await SeatmateProcess.Serve(Data).Ready();
        using (var postgres = PostgresOf(seatmate))
            postgres.Kill();

        await seatmate.Said("PostgreSQL runs again");

        await seatmate.Ready();
        (await seatmate.Stop()).ShouldBe(0);
        File.Exists(seatmate.PostgresPidFile).ShouldBeFalse();
    }

    private static Process PostgresOf(SeatmateProcess seatmate) =>
        Process.GetProcessById(
            int.Parse(File.ReadLines(seatmate.PostgresPidFile).First(), CultureInfo.InvariantCulture)
        );

    private static async Task<string> RefusalOf(SeatmateProcess seatmate)
    {
        (await seatmate.Exit()).ShouldNotBe(0, seatmate.Output);
        seatmate.Output.ShouldNotContain("   at ");
        seatmate.Errors.Split('\n').Length.ShouldBe(1, seatmate.Errors);
        return seatmate.Errors;
    }

    /// <summary>A sign-in whose second half is still on its way. The server has asked for it: so the request is in its
    /// hands, and the connection is no idle one that a stop may close.</summary>
    private sealed class HalfARequest : IDisposable
    {
        private const string Body = """{"email":"nobody@seatmate.example","password":"Abc12345"}""";
        private static readonly string Head =
            "POST /auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {Body.Length}\r\nConnection: close\r\n"
            + "Expect: 100-continue\r\n\r\n";
        private const string GoOn = "HTTP/1.1 100 Continue\r\n\r\n";

        private readonly TcpClient client = new();

        public static async Task<HalfARequest> To(int port)
        {
            var request = new HalfARequest();
            await request.client.ConnectAsync(IPAddress.Loopback, port);
            await request.Send(Head);
            var answer = new byte[GoOn.Length];
            await request.client.GetStream().ReadExactlyAsync(answer);
            Encoding.ASCII.GetString(answer).ShouldBe(GoOn);
            await request.Send(Body[..10]);
            return request;
        }

        public async Task<string> Finish()
        {
            await Send(Body[10..]);
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadToEndAsync();
        }

        public void Dispose() => client.Dispose();

        private async Task Send(string text) =>
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
    }
}
