using System.Diagnostics;
using System.Text;

namespace Seatmate.Bench;

/// <summary>What a run of load gave: answers by status, and how long each took, in milliseconds.</summary>
public sealed record LoadResult(TimeSpan Took, IReadOnlyDictionary<int, int> Statuses, double[] SortedMs)
{
    public int Count => SortedMs.Length;
    public double PerSecond => Count / Took.TotalSeconds;

    public int Of(int status) => Statuses.GetValueOrDefault(status);

    public int Errors5xx => Statuses.Where(pair => pair.Key >= 500).Sum(pair => pair.Value);

    /// <summary>Answers that are neither a success nor the refusal of what others have.</summary>
    public int Errors => Statuses.Where(pair => IsError(pair.Key)).Sum(pair => pair.Value);

    public static bool IsError(int status) => status is (< 200 or >= 300) and not 409;

    public double Percentile(double share) =>
        Count == 0 ? 0 : SortedMs[Math.Min(Count - 1, (int)(share * Count))];
}

/// <summary>What went wrong in all runs of a measurement.</summary>
public sealed record Errors(int All, int Of5xx)
{
    public static Errors In(params IEnumerable<LoadResult> runs)
    {
        var (all, of5xx) = (0, 0);
        foreach (var run in runs)
            (all, of5xx) = (all + run.Errors, of5xx + run.Errors5xx);
        return new(all, of5xx);
    }
}

/// <summary>Drives a closed loop: each client sends its next request when the answer to the last is there. The first
/// answer that is an error is told.</summary>
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
        var told = 0;
        var results = await Task.WhenAll(
            connections.Select((c, i) => Task.Run(() => Loop(c, i, clock, duration, Turn)))
        );
        var took = clock.Elapsed;
        foreach (var connection in connections)
            connection.Dispose();
        var statuses = results
            .SelectMany(r => r)
            .GroupBy(r => r.Status)
            .ToDictionary(g => g.Key, g => g.Count());
        return new(took, statuses, [.. results.SelectMany(r => r).Select(r => r.Ms).Order()]);

        async ValueTask<int> Turn(LoadClient client, int number, int count)
        {
            var status = await turn(client, number, count);
            if (LoadResult.IsError(status) && Interlocked.Exchange(ref told, 1) == 0)
                Console.Error.WriteLine($"An error: {status} {Encoding.UTF8.GetString(client.Body)}");
            return status;
        }
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
