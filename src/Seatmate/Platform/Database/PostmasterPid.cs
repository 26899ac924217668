using System.Diagnostics;
using System.Globalization;

namespace Seatmate.Platform.Database;

/// <summary> PostgreSQL's note of its process number. After a crash of the machine, or in a new container, the number
/// may be that of another program, which must neither be stopped nor keep PostgreSQL from starting. </summary>
internal sealed class PostmasterPid(string cluster)
{
    private const int LineOfSocketFolder = 4;
    private const int Nobody = int.MaxValue - 1;
    private readonly string file = Path.Combine(cluster, "postmaster.pid");

    public bool IsRunning() =>
        File.Exists(file)
        && int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid)
        && IsServer(pid);

    public string? SocketFolderOfRunning() =>
        IsRunning() ? File.ReadLines(file).ElementAtOrDefault(LineOfSocketFolder) : null;

    /// <summary>To be called when it is not running. What else the note holds stays: by it PostgreSQL sees whether
    /// sessions of the dead server are still at work.</summary>
    public void ForgetTheDead()
    {
        if (!File.Exists(file))
            return;
        var lines = File.ReadAllLines(file);
        if (lines.Length == 0)
        {
            File.Delete(file);
            return;
        }
        lines[0] = Nobody.ToString(CultureInfo.InvariantCulture);
        File.WriteAllLines(file, lines);
    }

    private bool IsServer(int pid)
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
}
