using System.Globalization;
using System.Text.RegularExpressions;

namespace Seatmate.Platform.Database;

/// <summary>Runs initdb, pg_ctl and postgres. They refuse to work for root: then as a <see
/// cref="PostgresUser"/>.</summary>
internal sealed partial class PostgresPrograms
{
    /// <summary>The first in which a role that is no superuser may write a checkpoint, as a backup does.</summary>
    private const int MajorVersionMin = 15;

    private readonly string folder;
    private readonly string? owner;
    private readonly string[] become;

    private PostgresPrograms(string folder, string? owner, string[] become, int majorVersion)
    {
        this.folder = folder;
        this.owner = owner;
        this.become = become;
        MajorVersion = majorVersion;
    }

    public int MajorVersion { get; }

    public static async Task<PostgresPrograms> PrepareAsync(
        string? setting,
        DataFolder data,
        CancellationToken cancellation
    )
    {
        var binaries = PostgresBinaries.Find(setting);
        var user = Environment.IsPrivilegedProcess
            ? await PostgresUser.ForAsync(data.PathOf(PostgresCluster.Folder), cancellation)
            : null;
        string[][] ways = user is null
            ?
            [
                [],
            ]
            : [.. PostgresUser.WaysToBecome(user)];
        var said = "";
        foreach (var way in ways)
        {
            said = await TryAsync(way, data.Path, binaries, cancellation);
            if (Version().Match(said) is { Success: true } version)
            {
                var major = int.Parse(version.Groups["major"].ValueSpan, CultureInfo.InvariantCulture);
                if (major < MajorVersionMin)
                    throw new StartRefusedException(
                        $"The programs in {binaries} are of PostgreSQL {major}: Seatmate needs {MajorVersionMin} or newer there."
                    );
                return new PostgresPrograms(binaries, user, way, major);
            }
        }
        var reason = ChildProcess.LastLine(said);
        throw new StartRefusedException(
            user is null
                ? $"PostgreSQL's programs in {binaries} do not run on this machine ({reason})."
                : $"PostgreSQL does not run as root, and another user cannot get to {binaries} and {data.Path} ({reason}): put "
                    + "Seatmate into a folder that others may enter, such as /srv, or start it as an ordinary user."
        );
    }

    public Task<(int Exit, string Output)> RunAsync(
        string program,
        string[] arguments,
        CancellationToken cancellation
    ) => RunAsync(program, arguments, input: null, cancellation);

    public Task<(int Exit, string Output)> RunAsync(
        string program,
        string[] arguments,
        string? input,
        CancellationToken cancellation
    ) => ChildProcess.RunAsync([.. become, Path.Combine(folder, program), .. arguments], input, cancellation);

    /// <summary>Makes files that root has created the property of the user who runs PostgreSQL.</summary>
    public Task GiveAsync(CancellationToken cancellation, params string[] paths) =>
        owner is null ? Task.CompletedTask : PostgresUser.GiveAsync(owner, paths, cancellation);

    // What is tried is what is needed: to enter the data folder, and to load the program with its libraries.
    private static async Task<string> TryAsync(
        string[] way,
        string data,
        string binaries,
        CancellationToken cancellation
    )
    {
        var program = Path.Combine(binaries, "postgres");
        string[] command = [.. way, "sh", "-c", "cd \"$1\" && exec \"$2\" --version", "sh", data, program];
        return (await ChildProcess.RunAsync(command, input: null, cancellation)).Output;
    }

    [GeneratedRegex(
        @"\(PostgreSQL\) (?<major>\d+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Version();
}
