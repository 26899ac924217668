using System.Diagnostics;
using System.Globalization;

namespace Seatmate.Tests.Platform;

/// <summary>Alone, because time is measured.</summary>
[CollectionDefinition(nameof(WarmStartTests), DisableParallelization = true)]
public sealed class WarmStartTestsAlone;

[Collection(nameof(WarmStartTests))]
public sealed class WarmStartTests : IDisposable
{
    private static readonly TimeSpan WarmStartMax = TimeSpan.FromSeconds(5);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seatmate-start-");

    private string Data => Path.Combine(folder.FullName, "data");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_warm_start_answers_within_five_seconds_of_the_command()
    {
        await using (await SeatmateProcess.Start(Data).Ready()) { }
        var clock = Stopwatch.StartNew();

        await using var seatmate = await SeatmateProcess.Start(Data).Ready();

        clock.Elapsed.ShouldBeLessThan(WarmStartMax * Crowding());
    }

    /// <summary>How many times slower a crowded machine may be: the promise is for one that has nothing else to
    /// do.</summary>
    private static double Crowding()
    {
        if (!OperatingSystem.IsLinux())
            return 1;
        var waiting = double.Parse(
            File.ReadAllText("/proc/loadavg").Split(' ')[0],
            CultureInfo.InvariantCulture
        );
        return Math.Max(1, waiting / Environment.ProcessorCount);
    }
}
