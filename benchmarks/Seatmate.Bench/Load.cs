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
    /// <summary>One request a turn.</summary>
    public static Task<LoadResult> Run(
        int port,
        int clients,
        TimeSpan duration,
        Func<int, int, byte[]> request
    ) => Run([port], clients, duration, (client, number, turn) => client.Send(request(number, turn)));

    /// <summary>Whatever a client does in a turn, which ends with a status; the clients are spread over the
    /// servers.</summary>
    public static async Task<LoadResult> Run(
        int[] ports,
        int clients,
        TimeSpan duration,
        Func<LoadClient, int, int, ValueTask<int>> turn
    )
    {
        var connections = await Task.WhenAll(
            Enumerable.Range(0, clients).Select(number => LoadClient.Connect(ports[number % ports.Length]))
        );
        var clock = Stopwatch.StartNew();
        var results = await Task.WhenAll(
            connections.Select((c, i) => Task.Run(() => Loop(c, i, clock, duration, turn)))
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
        Func<LoadClient, int, int, ValueTask<int>> act
    )
    {
        var answers = new List<(int, double)>(capacity: 4096);
        for (var turn = 0; clock.Elapsed < duration; turn++)
        {
            var before = Stopwatch.GetTimestamp();
            var status = await act(connection, number, turn);
            answers.Add((status, Stopwatch.GetElapsedTime(before).TotalMilliseconds));
        }
        return answers;
    }
}
