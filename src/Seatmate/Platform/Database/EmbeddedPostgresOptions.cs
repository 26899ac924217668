namespace Seatmate.Platform.Database;

/// <summary>Where the embedded PostgreSQL keeps its files and how it is run.</summary>
/// <param name="Data">The claimed data folder: nobody else starts a PostgreSQL on it meanwhile.</param>
public sealed record EmbeddedPostgresOptions(DataFolder Data)
{
    /// <summary>The folder of initdb, pg_ctl and postgres (POSTGRES_BIN); null means the npm package.</summary>
    public string? Binaries { get; init; }

    /// <summary>False gives up safety at power failures for speed: for tests.</summary>
    public bool Durable { get; init; } = true;
}
