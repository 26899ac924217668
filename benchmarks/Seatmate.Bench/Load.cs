using System.Diagnostics;

namespace Seatmate.Bench;

/// <summary>What a run of load gave: answers by status, and how long each took, in milliseconds.</summary>
public sealed record LoadResult(TimeSpan Took, IReadOnlyDictionary<int, int> Statuses, double[] SortedMs)
{
    public int Count => SortedMs.Length;
    public double PerSecond => Count / Took.TotalSeconds;

    public int Of(int status) => Statuses.GetValueOrDefault(status);

    public int Errors5xx => Statuses.Where(pair => pair.Key >= 500).Sum(pair => pair.Value);

    public double Percentile(double share) =>
        Count == 0 ? 0 : SortedMs[Math.Min(Count - 1, (int)(share * Count))];
}

/// <summary>Drives a closed loop: each client sends its next request when the answer to the last is there.</summary>
public static class Load
{
    public static async Task<LoadResult> Run(
        int port,
        int clients,
        TimeSpan duration,
        Func<int, int, byte[]> request
    )
    {
        var connections = await Task.WhenAll(
            Enumerable.Range(0, clients).Select(_ => LoadClient.Connect(port))
        );
        var clock = Stopwatch.StartNew();
        var results = await Task.WhenAll(
            connections.Select((c, i) => Task.Run(() => Loop(c, i, clock, duration, request)))
        );
        var took = clock.Elapsed;
        foreach (var connection in connections)
            connection.Dispose();
        var statuses = results
            .SelectMany(r => r)
            .GroupBy(r => r.Status)
            .ToDictionary(g => g.Key, g => g.Count());
        return new(took, statuses, [.. results.SelectMany(r => r).Select(r => r.Ms).Order()]);
    }

    private static async Task<List<(int Status, double Ms)>> Loop(
        LoadClient connection,
        int number,
        Stopwatch clock,
        TimeSpan duration,
        Func<int, int, byte[]> request
    )
    {
        var answers = new List<(int, double)>(capacity: 4096);
        for (var turn = 0; clock.Elapsed < duration; turn++)
        {
            var bytes = request(number, turn);
            var before = Stopwatch.GetTimestamp();
            var status = await connection.Send(bytes);
            answers.Add((status, Stopwatch.GetElapsedTime(before).TotalMilliseconds));
        }
        return answers;
    }
}
