using System.CommandLine;
using Npgsql;
using Seatmate.Platform.Database;

namespace Seatmate.Platform.Commands;

/// <summary>`seatmate backup`: a second data folder, that `serve` starts from. Its database is as it was when the
/// copying of its files ended, shortly before the end of the command.</summary>
public static class BackUp
{
    private static readonly Option<string> To = new("--to")
    {
        Description = "The folder to make, outside the data folder.",
        Required = true,
    };

    public static Command Command()
    {
        var command = new Command(
            "backup",
            "Copy the data folder while it is in use or at rest; `serve --data` starts from the copy."
        )
        {
            CommandSettings.Data,
            To,
        };
        command.SetAction(
            async (arguments, _) =>
            {
                using var signals = new StopSignals();
                await Run(
                    CommandSettings.Read(arguments),
                    arguments.GetRequiredValue(To),
                    Console.WriteLine,
                    signals.Token
                );
                return 0;
            }
        );
        return command;
    }

    private static async Task Run(
        Settings settings,
        string target,
        Action<string> say,
        CancellationToken cancel
    )
    {
        if (settings.DatabaseUrl is not null)
            throw new StartRefusedException(
                "The database is that of DATABASE_URL: back it up with PostgreSQL's own tools (pg_dump, pg_basebackup)."
            );
        var started = TimeProvider.System.GetTimestamp();
        var data = DataFolder.WithoutLinks(Path.GetFullPath(settings.DataFolder));
        var to = Target(target, data);
        var copy = new FolderCopy(say);
        try
        {
            await using var database = await Borrowed.ExistingDatabase(settings, cancel);
            await using var session = await EmbeddedPostgres.OpenForItsOwner(
                database.ConnectionString,
                cancel
            );
            await Make(data, to, copy, session, say, cancel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NpgsqlException)
        {
            throw new StartRefusedException($"There is no backup: {error.Message.TrimEnd('.')}.", error);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw new StartRefusedException("There is no backup: it was stopped.");
        }
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        say($"Backed up to {to}: {FolderCopy.Mb(copy.Bytes)} in {seconds:F1} s");
        say($"Restoring is starting on it, or on a copy of it: serve --data {to}");
    }

    private static string Target(string target, string data)
    {
        if (string.IsNullOrWhiteSpace(target))
            throw new StartRefusedException("--to must name the folder to make.");
        var to = DataFolder.WithoutLinks(Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)));
        RefuseToReplace(to);
        if (Path.Exists(Draft(to)))
            throw DraftIsThere(to);
        if (to.StartsWith(data + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new StartRefusedException($"{to} is in the data folder: name one outside it.");
        // Where a disk is not mounted, nothing shall be filled instead.
        if (!Directory.Exists(Path.GetDirectoryName(to)))
            throw new StartRefusedException($"There is no folder {Path.GetDirectoryName(to)} to back up to.");
        return to;
    }

    private static string Draft(string to) => to + ".part";

    private static void RefuseToReplace(string to)
    {
        if (Path.Exists(to))
            throw new StartRefusedException($"There is already {to}: a backup goes into a new folder.");
    }

    private static StartRefusedException DraftIsThere(string to) =>
        new(
            $"There is already {Draft(to)}, of a backup that is being made or was killed: "
                + "wait for it, or delete that folder."
        );

    /// <summary>Beside its place, and moved there when it is whole and on the disk. Of two at once one makes the draft,
    /// and who has made it is the only one to write to it, to move it and to delete it.</summary>
    private static async Task Make(
        string data,
        string to,
        FolderCopy copy,
        NpgsqlConnection session,
        Action<string> say,
        CancellationToken cancel
    )
    {
        var draft = Draft(to);
        var cluster = EmbeddedPostgres.ClusterIn(data);
        if (!await copy.ClaimFolder(data, draft))
            throw DraftIsThere(to);
        try
        {
            // Another that had the draft may have ended since the first look.
            RefuseToReplace(to);
            var backup = new ClusterBackup(cluster, copy, say);
            await backup.Make(session, EmbeddedPostgres.ClusterIn(draft), cancel);
            await copy.Folder(
                Path.Combine(data, DataFolder.Secrets),
                Path.Combine(draft, DataFolder.Secrets),
                _ => FolderCopy.Way.Whole,
                cancel
            );
            var own = EmbeddedPostgres.OwnSettingsIn(data);
            if (File.Exists(own))
                await copy.File(own, EmbeddedPostgres.OwnSettingsIn(draft), cancel);
            await PostgresUser.GiveToOwnerOf(data, draft, cancel);
            await PostgresUser.GiveToOwnerOf(cluster, EmbeddedPostgres.ClusterIn(draft), cancel);
            await copy.KeepNames(cancel);
            Directory.Move(draft, to);
            await FolderCopy.KeepNames([Path.GetDirectoryName(to)!], cancel);
        }
        catch
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
            throw;
        }
    }
}
