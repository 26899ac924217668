namespace Seatmate.Platform.Database;

/// <summary>
/// Whom PostgreSQL runs as when Seatmate is started as root: the cluster's owner, else `postgres` or `nobody`, with
/// nothing of root's rights. When that user cannot get through to the files (a clone below /root), it keeps the
/// smallest right that lets it: reading past closed folders, else writing past them.
/// </summary>
internal static class PostgresUser
{
    private static readonly string[] UsersToBecome = ["postgres", "nobody"];

    /// <summary>Its numbers, `user:group`.</summary>
    public static async Task<string> ForAsync(string cluster, CancellationToken cancellation)
    {
        if (
            await OwnerOf(cluster, cancellation) is { } owner
            && !owner.StartsWith("0:", StringComparison.Ordinal)
        )
            return owner;

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

    /// <summary>Makes files that root has created the property of the owner of others.</summary>
    public static async Task GiveToOwnerOf(string example, string path, CancellationToken cancellation)
    {
        if (Environment.IsPrivilegedProcess && await OwnerOf(example, cancellation) is { } owner)
            await GiveAsync(owner, [path], cancellation);
    }

    public static async Task GiveAsync(string owner, string[] paths, CancellationToken cancellation)
    {
        var (exit, output) = await ChildProcess.RunAsync(
            ["chown", "-R", owner, .. paths],
            input: null,
            cancellation
        );
        if (exit != 0)
            throw new StartRefusedException(
                $"The files of PostgreSQL cannot be given to another user ({ChildProcess.LastLine(output)})."
            );
    }

    /// <summary>What goes before a command so that this user runs it: the ways to try, the one that gives least away
    /// first.</summary>
    public static IEnumerable<string[]> WaysToBecome(string user)
    {
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

    private static async Task<string?> OwnerOf(string path, CancellationToken cancellation)
    {
        if (!Directory.Exists(path))
            return null;
        var (exit, output) = await ChildProcess.RunAsync(
            ["stat", "-c", "%u:%g", path],
            input: null,
            cancellation
        );
        return exit == 0 ? output.Trim() : null;
    }
}
