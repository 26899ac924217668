using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Seatmate.Platform.Database;

/// <summary>Brings a database to the newest schema: the numbered SQL files in Migrations/, forward only, each in a
/// transaction of its own, under an advisory lock so that several processes may start at once. A file that was
/// changed after it ran, or a database from a newer program, refuses the start.</summary>
public static class Migrator
{
    private const long AdvisoryLock = 7_328_462_835; // any number, as long as nobody else in this database uses it

    /// <summary>Npgsql's zero: an index on a large table takes as long as it takes.</summary>
    private const int WithoutLimit = 0;

    /// <summary>A form that a file had for a while; what it brought more or less, a later file brings too.</summary>
    private static readonly Dictionary<string, string> OtherForms = new(StringComparer.Ordinal)
    {
        ["0083_expected_terms"] = "8765b50ab5ec37ca26b3f3deb3da6157389d283a685e5be69df79b1f37fe7eaf",
    };

    /// <summary>Applies what is missing; returns the names of the files that ran.</summary>
    public static async Task<IReadOnlyList<string>> MigrateAsync(
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        try
        {
            return await Migrate(database, cancel);
        }
        catch (PostgresException refusal)
        {
            throw new StartRefusedException(
                $"The database refuses to be migrated: {refusal.MessageText}.",
                refusal
            );
        }
    }

    /// <summary>Refuses a database that this program does not know as it is; changes nothing.</summary>
    public static async Task RefuseOtherAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var ask = new NpgsqlCommand(
            "SELECT to_regclass('public.seatmate_migrations') IS NOT NULL",
            connection
        );
        var hasLedger = (bool)(await ask.ExecuteScalarAsync(cancel))!;
        var done = hasLedger ? await ReadLedger(connection, cancel) : [];
        var files = ReadFiles();
        RefuseUnknown(done, files);
        if (files.Find(file => !done.ContainsKey(file.Name)) is { } missing)
            throw new StartRefusedException(
                $"The database is older than this program: it lacks migration {missing.Name}, which `migrate` and `serve` bring."
            );
    }

    private static async Task<IReadOnlyList<string>> Migrate(
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await Execute(connection, $"SELECT pg_advisory_lock({AdvisoryLock})", cancel);
        try
        {
            await Execute(connection, CreateLedger, cancel);
            var done = await ReadLedger(connection, cancel);
            var files = ReadFiles();
            RefuseUnknown(done, files);
            var missing = files.Where(file => !done.ContainsKey(file.Name)).ToList();
            foreach (var file in missing)
                await Apply(connection, file, cancel);
            return [.. missing.Select(file => file.Name)];
        }
        finally
        {
            await Execute(connection, $"SELECT pg_advisory_unlock({AdvisoryLock})", CancellationToken.None);
        }
    }

    private const string CreateLedger = """
        CREATE TABLE IF NOT EXISTS public.seatmate_migrations (
            name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
        """;

    private static void RefuseUnknown(Dictionary<string, string> done, List<MigrationFile> files)
    {
        foreach (var (name, checksum) in done)
        {
            var file =
                files.Find(file => file.Name == name)
                ?? throw new StartRefusedException(
                    $"The database is newer than this program: it has migration {name}."
                );
            if (file.Checksum != checksum && OtherForms.GetValueOrDefault(name) != checksum)
                throw new StartRefusedException(
                    $"Migration {name} was changed after it ran on this database."
                );
        }
    }

    private static async Task Apply(NpgsqlConnection connection, MigrationFile file, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Execute(connection, file.Sql, cancel);
        await using var command = new NpgsqlCommand(
            "INSERT INTO public.seatmate_migrations (name, checksum) VALUES ($1, $2)",
            connection,
            transaction
        );
        command.Parameters.AddWithValue(file.Name);
        command.Parameters.AddWithValue(file.Checksum);
        await command.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private static List<MigrationFile> ReadFiles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => MigrationFile.Read(assembly, name)),
        ];
    }

    private static async Task<Dictionary<string, string>> ReadLedger(
        NpgsqlConnection connection,
        CancellationToken cancel
    )
    {
        var done = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(
            "SELECT name, checksum FROM public.seatmate_migrations",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            done[reader.GetString(0)] = reader.GetString(1);
        return done;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = WithoutLimit };
        await command.ExecuteNonQueryAsync(cancel);
    }

    private sealed record MigrationFile(string Name, string Sql, string Checksum)
    {
        public static MigrationFile Read(Assembly assembly, string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
            var name = resource.Split('.')[^2];
            return new(name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
        }
    }
}
