using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Tests;

/// <summary>The real program on a free port and a real database. Most tests share <see cref="Shared"/>, each with
/// people and events of its own; a test that changes settings, stops servers or needs several of them starts its
/// own.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private const int StartTries = 5;
    private static readonly Lazy<Task<TestServer>> Beside = new(StartSharedBeside);

    private readonly WebApplication app;
    private readonly NpgsqlDataSource database;
    private readonly bool ownsDatabase;

    private TestServer(
        WebApplication app,
        Settings settings,
        string connection,
        bool ownsDatabase,
        ErrorLog errors
    )
    {
        this.app = app;
        this.ownsDatabase = ownsDatabase;
        Settings = settings;
        Connection = connection;
        Errors = errors;
        database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = 10 }.ConnectionString
        );
        Http = new HttpClient(
            new SocketsHttpHandler
            {
                UseCookies = false,
                AllowAutoRedirect = false,
                UseProxy = false,
            }
        )
        {
            BaseAddress = new Uri($"http://127.0.0.1:{settings.Port}"),
            Timeout = TimeSpan.FromSeconds(30),
        };
        Anyone = new Client(this, null);
    }

    public static TestServer Shared { get; internal set; } = null!;

    /// <summary>The shared server's second on the same database, started by the first test that asks for
    /// it.</summary>
    public static Task<TestServer> SharedBeside => Beside.Value;

    public const string JwtSecret = "a-secret-of-the-tests-that-is-long-enough";

    public Settings Settings { get; }
    public string Connection { get; }

    /// <summary>Errors that the server logged, to be shown when a test fails by them.</summary>
    public ErrorLog Errors { get; }

    public HttpClient Http { get; }

    /// <summary>Somebody who is not signed in.</summary>
    public Client Anyone { get; }

    public IServiceProvider Services => app.Services;

    /// <summary>A server on a database of its own, with further services and addresses if a test brings some.</summary>
    public static async Task<TestServer> StartAsync(
        Func<Settings, Settings>? change = null,
        Action<IServiceCollection>? add = null,
        Action<IEndpointRouteBuilder>? map = null
    ) => await Start(await TestPostgres.CreateDatabase(), true, change, new(add, map));

    /// <summary>A further server, as another process would be, on the same database; end it before this one.</summary>
    public Task<TestServer> StartBesideAsync(
        Func<Settings, Settings>? change = null,
        Action<IServiceCollection>? add = null
    ) => Start(Connection, false, change, new(add, null));

    /// <summary>Runs SQL ($1, $2 … are the values); returns how many rows it changed.</summary>
    public async Task<int> Execute(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The one value that SQL answers.</summary>
    public async Task<T> Ask<T>(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return (await command.ExecuteScalarAsync()) is T value
            ? value
            : throw new InvalidOperationException($"No {typeof(T).Name} was answered by: {sql}");
    }

    /// <summary>Waits until every reaction to what has happened so far has run, or has been put off by its
    /// failure.</summary>
    public Task Settled() =>
        Eventually.ShouldBeTrue(
            async () =>
                await Ask<bool>(
                    """
                    SELECT NOT EXISTS (SELECT FROM platform.facts WHERE NOT fanned_out)
                        AND NOT EXISTS (SELECT FROM platform.deliveries WHERE done_at IS NULL AND attempts = 0)
                    """
                ),
            "all reactions have run"
        );

    /// <summary>Does something with a database context of the server's own.</summary>
    public async Task<T> InScope<T>(Func<SeatmateDb, Task<T>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<SeatmateDb>());
    }

    /// <summary>Ends what the tests shared.</summary>
    internal static async ValueTask EndShared()
    {
        if (Beside.IsValueCreated)
            await (await SharedBeside).DisposeAsync();
        if (Shared is { } server)
            await server.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
        if (ownsDatabase)
            await TestPostgres.DropDatabase(Connection);
    }

    private static Task<TestServer> StartSharedBeside() => Shared.StartBesideAsync();

    private static async Task<TestServer> Start(
        string connection,
        bool ownsDatabase,
        Func<Settings, Settings>? change,
        Additions additions
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var settings = new Settings
            {
                RateLimits = false,
                PasswordHashCost = 4,
                Demo = false,
            };
            settings = OnFreePort(change?.Invoke(settings) ?? settings);
            var errors = new ErrorLog();
            var built = Build(settings, connection, errors, additions);
            try
            {
                await built.StartAsync();
                return new TestServer(built, settings, connection, ownsDatabase, errors);
            }
            catch (IOException) when (attempt < StartTries)
            {
                await built.DisposeAsync();
            }
        }
    }

    private static WebApplication Build(
        Settings settings,
        string connection,
        ErrorLog errors,
        Additions additions
    ) =>
        SeatmateApp.Build(
            settings,
            new Secrets(JwtSecret),
            connection,
            services =>
            {
                Modules.AddAll(services);
                services.RemoveAll<ILoggerProvider>();
                services.AddSingleton<ILoggerProvider>(errors);
                additions.Add?.Invoke(services);
            },
            routes =>
            {
                Modules.MapAll(routes);
                additions.Map?.Invoke(routes);
            }
        );

    /// <summary>An address that was not set follows the port.</summary>
    private static Settings OnFreePort(Settings settings)
    {
        var port = FreePort.Next();
        return settings with
        {
            Port = port,
            PublicUrl =
                settings.PublicUrl == new Settings().PublicUrl
                    ? new Uri($"http://localhost:{port}")
                    : settings.PublicUrl,
        };
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    private sealed record Additions(Action<IServiceCollection>? Add, Action<IEndpointRouteBuilder>? Map);
}
