using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Seatmate.Platform.Database;

/// <summary>
/// Runs PostgreSQL's programs. They refuse to work for root, so started as root they run as the cluster's owner, else as `postgres`
/// or `nobody`, with nothing of root's rights; when that user cannot get through to the files (a clone below /root), it keeps the
/// smallest right that lets it: reading past closed folders, else writing past them.
/// </summary>
internal sealed partial class PostgresPrograms
{
    private static readonly string[] UsersToBecome = ["postgres", "nobody"];

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
            ? await UserForAsync(data.PathOf(PostgresCluster.Folder), cancellation)
            : null;
        var said = "";
        foreach (var way in WaysToBecome(user))
        {
            // What is tried is what is needed: to enter the data folder, and to load the program with its libraries.
            var (exit, output) = await ExecuteAsync(
                [
                    .. way,
                    "sh",
                    "-c",
                    "cd \"$1\" && exec \"$2\" --version",
                    "sh",
                    data.Path,
                    Path.Combine(binaries, "postgres"),
                ],
                input: null,
                cancellation
            );
            if (exit == 0 && Version().Match(output) is { Success: true } version)
            {
                var major = int.Parse(version.Groups["major"].ValueSpan, CultureInfo.InvariantCulture);
                return new PostgresPrograms(binaries, user, way, major);
            }
            said = output;
        }
        throw new StartRefusedException(
            user is null
                ? $"PostgreSQL's programs in {binaries} do not run on this machine ({LastLine(said)})."
                : $"PostgreSQL does not run as root, and another user cannot get to {binaries} and {data.Path} "
                    + $"({LastLine(said)}): put Seatmate into a folder that others may enter, such as /srv, or start it as an "
                    + "ordinary user."
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
    ) => ExecuteAsync([.. become, Path.Combine(folder, program), .. arguments], input, cancellation);

    /// <summary>Makes files that root has created the property of the user who runs PostgreSQL.</summary>
    public async Task GiveAsync(CancellationToken cancellation, params string[] paths)
    {
        if (owner is null)
            return;
        var (exit, output) = await ExecuteAsync(["chown", "-R", owner, .. paths], input: null, cancellation);
        if (exit != 0)
            throw new StartRefusedException(
                $"The files of PostgreSQL cannot be given to another user ({LastLine(output)})."
            );
    }

    /// <summary>Whether this process is the PostgreSQL of this cluster.</summary>
    public static bool IsServer(int pid, string cluster)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
                return Process.GetProcessById(pid).ProcessName == "postgres";
            var words = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
            return Path.GetFileName(words[0]) == "postgres" && words.Contains(cluster);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    public static string LastLine(string output) =>
        output
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault("no reason given");

    private static async Task<string> UserForAsync(string cluster, CancellationToken cancellation)
    {
        if (Directory.Exists(cluster))
        {
            var (exit, output) = await ExecuteAsync(
                ["stat", "-c", "%u:%g", cluster],
                input: null,
                cancellation
            );
            if (exit == 0 && !output.StartsWith("0:", StringComparison.Ordinal))
                return output.Trim();
        }

        var users = (await File.ReadAllLinesAsync("/etc/passwd", cancellation))
            .Select(line => line.Split(':'))
            .ToList();
        var user =
            UsersToBecome
                .Select(name => users.Find(fields => fields[0] == name))
                .FirstOrDefault(found => found is not null)
            ?? throw new StartRefusedException(
                "PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as: add one "
                    + "(`useradd --system postgres`), or start Seatmate as an ordinary user."
            );
        return $"{user[2]}:{user[3]}";
    }

    private static IEnumerable<string[]> WaysToBecome(string? user)
    {
        if (user is null)
        {
            yield return [];
            yield break;
        }
        var ids = user.Split(':');
        string[] plain = ["setpriv", $"--reuid={ids[0]}", $"--regid={ids[1]}", "--clear-groups"];
        yield return plain;
        // access(2), by which PostgreSQL's programs look for each other, forgets the right unless the "fixup" is off.
        foreach (var right in (string[])["dac_read_search", "dac_override"])
            yield return
            [
                .. plain,
                "--securebits=+no_setuid_fixup",
                $"--inh-caps=-all,+{right}",
                $"--ambient-caps=-all,+{right}",
            ];
    }

    private static async Task<(int Exit, string Output)> ExecuteAsync(
        string[] command,
        string? input,
        CancellationToken cancellation
    )
    {
        using var process = new Process { StartInfo = Quiet(command) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new StartRefusedException(
                $"The program `{command[0]}` is missing, which starting as root needs: install it "
                    + "(`apt-get install util-linux coreutils`), or start Seatmate as an ordinary user.",
                e
            );
        }

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    // Nothing of Seatmate's environment (it may hold secrets, and PGDATA and its kin have meanings of their own) is passed on.
    private static ProcessStartInfo Quiet(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var path = start.Environment.TryGetValue("PATH", out var found)
            ? found
            : "/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    [GeneratedRegex(
        @"\(PostgreSQL\) (?<major>\d+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Version();
}
