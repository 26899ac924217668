using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;
using Seatmate.Accounts.Sessions;
using Seatmate.Platform.Database;

namespace Seatmate.Bench;

/// <summary>A fresh Seatmate with a database of its own (durable), events on sale and buyers who are signed
/// in.</summary>
public sealed class Shop : IAsyncDisposable
{
    public const string Secret = "the-benchmark's-own-secret-of-32-characters";
    private readonly string dataFolder;

    private Shop(ServerProcess server, string folder, NpgsqlDataSource database) =>
        (Server, dataFolder, Database) = (server, folder, database);

    private readonly List<ServerProcess> beside = [];
    private int seatsPut;

    public ServerProcess Server { get; }

    /// <summary>Where buyers find a server; several when several share the database.</summary>
    public int[] Ports => [Server.Port, .. beside.Select(server => server.Port)];

    /// <summary>Processor time of all servers, PostgreSQL's not included.</summary>
    public TimeSpan Cpu => beside.Aggregate(Server.Cpu, (sum, server) => sum + server.Cpu);

    public PostgresCpu Postgres { get; private set; } = null!;
    public long[] Seats { get; private set; } = [];

    public NpgsqlDataSource Database { get; }

    /// <summary>What is on sale; each buyer wants one of them.</summary>
    public long[] EventIds { get; private set; } = [];
    public string[] Tokens { get; private set; } = [];

    /// <summary>Starts the servers, lists the events and signs the buyers in.</summary>
    /// <param name="flushDelay">Microseconds that PostgreSQL waits before each flush.</param>
    public static async Task<Shop> Open(
        int buyers,
        long capacity,
        int processes = 1,
        int events = 1,
        int flushDelay = 0,
        int price = 0
    )
    {
        var folder = Directory.CreateTempSubdirectory("seatmate-bench-").FullName;
        await File.WriteAllTextAsync(
            EmbeddedPostgres.OwnSettingsIn(folder),
            $"commit_delay = {flushDelay}\ncommit_siblings = 0\n"
        );
        var server = await Serve("--data", folder);
        var address = EmbeddedPostgres.ConnectionStringOfRunning(folder)!;
        var shop = new Shop(server, folder, NpgsqlDataSource.Create(address))
        {
            Postgres = new PostgresCpu(folder),
        };
        for (var another = 1; another < processes; another++)
            shop.beside.Add(await Serve("--data", Path.Combine(folder, $"beside-{another}"), address));
        shop.Tokens = await shop.SignIn(buyers + 1);
        shop.EventIds = new long[events];
        for (var number = 0; number < events; number++)
            shop.EventIds[number] = await shop.List(capacity, price);
        return shop;
    }

    private static Task<ServerProcess> Serve(string option, string folder, string? database = null)
    {
        var port = FreePort();
        var environment = new Dictionary<string, string>
        {
            ["RATE_LIMITS"] = "off",
            ["JWT_SECRET_KEY"] = Secret,
        };
        if (database is not null)
            environment["DATABASE_URL"] = database;
        return ServerProcess.Start(
            port,
            "/health/ready",
            [
                Path.Combine(AppContext.BaseDirectory, "seatmate.dll"),
                "serve",
                "--port",
                $"{port}",
                option,
                folder,
                "--no-demo",
            ],
            environment
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        foreach (var server in beside)
            await server.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(dataFolder, recursive: true);
    }

    public long EventOf(int buyer) => EventIds[buyer % EventIds.Length];

    /// <summary>Gives the section of the first event so many more numbered seats, which are sold from now
    /// on.</summary>
    public async Task PutSeats(int count)
    {
        await using var command = Database.CreateCommand(
            """
            WITH section AS (
                UPDATE ticketing.sections SET seated = true WHERE event_id = $1 RETURNING id
            ), made AS (
                INSERT INTO ticketing.seats (event_id, section_id, row_name, number)
                SELECT $1, section.id, (n / 100)::text, (n % 100)::text FROM section, generate_series($3, $3 + $2 - 1) AS n RETURNING id
            )
            SELECT array_agg(id) FROM made
            """
        );
        command.Parameters.AddWithValue(EventIds[0]);
        command.Parameters.AddWithValue(count);
        command.Parameters.AddWithValue(seatsPut);
        seatsPut += count;
        Seats = (long[])(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Nothing is left from now on.</summary>
    public async Task SellOut()
    {
        await using var command = Database.CreateCommand(
            "UPDATE ticketing.stocks SET capacity = taken WHERE event_id = ANY ($1) AND kind = 'section'"
        );
        command.Parameters.AddWithValue(EventIds);
        await command.ExecuteNonQueryAsync();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Accounts with living sessions, made directly: signing in is slow on purpose and not what is
    /// measured.</summary>
    private async Task<string[]> SignIn(int count)
    {
        await using var command = Database.CreateCommand(
            """
            WITH people AS (
                INSERT INTO accounts.users (name, user_name, handle, email, password_hash)
                SELECT 'Buyer ' || n, 'buyer' || n, 'buyer' || n, 'buyer' || n || '@bench.example', '-' FROM generate_series(1, $1) AS n
                RETURNING id
            )
            INSERT INTO accounts.sessions (user_id, expires_at) SELECT id, now() + interval '1 day' FROM people
            RETURNING id, user_id, expires_at
            """
        );
        command.Parameters.AddWithValue(count);
        var tokens = new AccessTokens(System.Text.Encoding.UTF8.GetBytes(Secret), TimeProvider.System);
        var made = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            made.Add(
                tokens.Issue(
                    reader.GetInt64(1),
                    "user",
                    reader.GetGuid(0),
                    reader.GetFieldValue<DateTimeOffset>(2)
                )
            );
        return [.. made];
    }

    private async Task<long> List(long capacity, int price)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Tokens[^1]);
        var listing = new
        {
            title = "The On-Sale",
            description = "Everybody at once.",
            date = TimeProvider.System.GetUtcNow().AddDays(30).ToString("O"),
            ticket_price = price,
            max_tickets_per_user = 100_000,
            sections = new[] { new { name = "General Admission", capacity } },
        };
        using var answer = await http.PostAsJsonAsync(
            new Uri($"http://127.0.0.1:{Server.Port}/events"),
            listing
        );
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return answer.IsSuccessStatusCode
            ? body.GetProperty("id").GetInt64()
            : throw new InvalidOperationException($"The event could not be listed: {body}");
    }
}
