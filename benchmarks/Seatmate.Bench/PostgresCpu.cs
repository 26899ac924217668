using System.Diagnostics;
using System.Globalization;

namespace Seatmate.Bench;

/// <summary>Processor time of a PostgreSQL that runs beside: its own and that of its living children (Linux
/// only).</summary>
public sealed class PostgresCpu(string dataFolder)
{
    private const string Folder = "postgres";
    private const int TicksPerSecond = 100;
    private const int Parent = 3;
    private const int UserTicks = 13;

    private readonly string postmaster = File.ReadLines(Path.Combine(dataFolder, Folder, "postmaster.pid"))
        .First()
        .Trim();

    public TimeSpan Used() =>
        TimeSpan.FromSeconds(
            Process.GetProcesses().Select(process => Ticks($"{process.Id}")).Sum() / (double)TicksPerSecond
        );

    /// <summary>User and system ticks of a process, when it is one of them.</summary>
    private long Ticks(string pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return pid == postmaster || fields[Parent - 2] == postmaster
                ? long.Parse(fields[UserTicks - 2], CultureInfo.InvariantCulture)
                    + long.Parse(fields[UserTicks - 1], CultureInfo.InvariantCulture)
                : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
