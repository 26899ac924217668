using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;
using Seatmate.Accounts.Sessions;
using Seatmate.Platform.Database;

namespace Seatmate.Bench;

/// <summary>A fresh Seatmate with a database of its own (durable), an event on sale and buyers who are signed
/// in.</summary>
public sealed class Shop : IAsyncDisposable
{
    public const string Secret = "the-benchmark's-own-secret-of-32-characters";
    private readonly string dataFolder;

    private Shop(ServerProcess server, string folder, NpgsqlDataSource database) =>
        (Server, dataFolder, Database) = (server, folder, database);

    public ServerProcess Server { get; }
    public NpgsqlDataSource Database { get; }
    public long EventId { get; private set; }
    public string[] Tokens { get; private set; } = [];

    public static async Task<Shop> Open(int buyers, long capacity)
    {
        var folder = Directory.CreateTempSubdirectory("seatmate-bench-").FullName;
        var port = FreePort();
        var server = await ServerProcess.Start(
            port,
            "/health/ready",
            [
                Path.Combine(AppContext.BaseDirectory, "seatmate.dll"),
                "serve",
                "--port",
                $"{port}",
                "--data",
                folder,
                "--no-demo",
            ],
            new Dictionary<string, string> { ["RATE_LIMITS"] = "off", ["JWT_SECRET_KEY"] = Secret }
        );
        var database = NpgsqlDataSource.Create(EmbeddedPostgres.ConnectionStringOfRunning(folder)!);
        var shop = new Shop(server, folder, database);
        shop.Tokens = await shop.SignIn(buyers + 1);
        shop.EventId = await shop.List(capacity);
        return shop;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(dataFolder, recursive: true);
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

    private async Task<long> List(long capacity)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Tokens[^1]);
        var listing = new
        {
            title = "The On-Sale",
            description = "Everybody at once.",
            date = TimeProvider.System.GetUtcNow().AddDays(30).ToString("O"),
            ticket_price = 0,
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
