using Npgsql;

namespace Seatmate.Platform.Database;

/// <summary>
/// Copies the cluster of a running PostgreSQL by its low-level interface for backups: a checkpoint, every file as it is
/// while others write to it, and the write-ahead log from that checkpoint to the moment when the last file was copied
/// (pg_backup_stop), by which the start on the copy makes all of it that one moment. One session holds the backup and
/// the log that it needs: when the session breaks before the last of the log is copied, the backup fails.
/// </summary>
public sealed class ClusterBackup(string cluster, FolderCopy copy, Action<string> progress)
{
    private const string Log = "pg_wal";

    // What PostgreSQL leaves out of its own base backups: it makes these anew.
    private static readonly HashSet<string> EmptyFolders =
    [
        Log,
        "pg_dynshmem",
        "pg_notify",
        "pg_replslot",
        "pg_serial",
        "pg_snapshots",
        "pg_stat_tmp",
        "pg_subtrans",
    ];
    private static readonly HashSet<string> LeftOut =
    [
        "backup_label",
        "backup_manifest",
        "pg_internal.init",
        "postmaster.opts",
        "postmaster.pid",
        "tablespace_map",
    ];
    private const string Temporary = "pgsql_tmp";

    /// <summary>Everything that was committed before the copying of the files ended is in it; what is committed
    /// while the log is copied after them may be.</summary>
    public async Task Make(NpgsqlConnection session, string target, CancellationToken cancel)
    {
        var name = $"seatmate_backup_{Environment.ProcessId}";
        // Keeps the log from now on, and goes with the session.
        await Ask<object>(
            session,
            "SELECT pg_create_physical_replication_slot($1, true, true)",
            cancel,
            name
        );
        var bytes = await Ask<decimal>(session, "SELECT sum(pg_database_size(oid)) FROM pg_database", cancel);
        progress($"Backing up about {FolderCopy.Mb((long)bytes)}");
        var start = await Ask<string>(session, "SELECT pg_backup_start($1, true)::text", cancel, name);
        await copy.Folder(cluster, target, HowToCopy, cancel);
        var (end, label) = await Stop(session, cancel);
        await copy.Text(Path.Combine(target, "backup_label"), label, cancel);
        foreach (var segment in await Segments(session, start, end, cancel))
            await Segment(target, segment, cancel);
        // Where the log was needed for other things, PostgreSQL has ended the session that kept it.
        await Ask<int>(session, "SELECT 1", cancel);
    }

    private async Task Segment(string target, string name, CancellationToken cancel)
    {
        try
        {
            await copy.File(Path.Combine(cluster, Log, name), Path.Combine(target, Log, name), cancel);
        }
        catch (FileNotFoundException error)
        {
            throw new IOException(
                $"PostgreSQL has removed a part of its log that the copy needs ({Log}/{name}): "
                    + "back up again, and if postgres.conf has max_slot_wal_keep_size, make that larger",
                error
            );
        }
    }

    private static FolderCopy.Way HowToCopy(string name) =>
        EmptyFolders.Contains(name) ? FolderCopy.Way.Empty
        : LeftOut.Contains(name) || name.StartsWith(Temporary, StringComparison.Ordinal) ? FolderCopy.Way.Not
        : FolderCopy.Way.Whole;

    private static async Task<(string End, string Label)> Stop(
        NpgsqlConnection session,
        CancellationToken cancel
    )
    {
        await using var command = Command(session, "SELECT lsn::text, labelfile FROM pg_backup_stop(false)");
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return (row.GetString(0), row.GetString(1));
    }

    /// <summary>The files of the log from one place to another. Each is asked for by a place inside it: of the place
    /// between two, versions of PostgreSQL differ in which it belongs to.</summary>
    private static Task<string[]> Segments(
        NpgsqlConnection session,
        string start,
        string end,
        CancellationToken cancel
    ) =>
        Ask<string[]>(
            session,
            """
            SELECT array_agg(pg_walfile_name('0/0'::pg_lsn + n * size + 1))
            FROM (SELECT setting::numeric AS size FROM pg_settings WHERE name = 'wal_segment_size') AS segment,
                generate_series(
                    div($1::text::pg_lsn - '0/0', size), div($2::text::pg_lsn - '0/0' - 1, size)
                ) AS n
            """,
            cancel,
            start,
            end
        );

    private static async Task<T> Ask<T>(
        NpgsqlConnection session,
        string sql,
        CancellationToken cancel,
        params object[] values
    )
    {
        await using var command = Command(session, sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync(cancel))!;
    }

    // A checkpoint takes as long as it takes.
    private static NpgsqlCommand Command(NpgsqlConnection session, string sql) =>
        new(sql, session) { CommandTimeout = 0 };
}
