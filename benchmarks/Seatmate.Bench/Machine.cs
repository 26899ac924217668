using System.Diagnostics;

namespace Seatmate.Bench;

/// <summary>What the machine gave at the time of a sale, without which its figures say little.</summary>
/// <param name="Flush">How long a page takes to be durable: the median of its disk, and the delay that was asked for.</param>
/// <param name="Withheld">The share of the time in which all processors were wanted and did not run.</param>
/// <param name="LongestWait">The longest while of that.</param>
internal sealed record Machine(TimeSpan Flush, double Withheld, TimeSpan LongestWait)
{
    private const int Flushes = 500;
    private const int PageBytes = 8192;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(1);

    public static Machine Look(TimeSpan flushDelay)
    {
        var (withheld, longest) = Watch();
        return new(MeasureFlush() + flushDelay, withheld, longest);
    }

    private static TimeSpan MeasureFlush()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Write,
                FileShare.None,
                bufferSize: 0
            );
            var page = new byte[PageBytes];
            var took = new TimeSpan[Flushes];
            for (var turn = 0; turn < Flushes; turn++)
            {
                var begun = Stopwatch.GetTimestamp();
                file.Position = 0;
                file.Write(page);
                file.Flush(flushToDisk: true);
                took[turn] = Stopwatch.GetElapsedTime(begun);
            }
            Array.Sort(took);
            return took[Flushes / 2];
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A thread for each processor looks at the clock all the time. What it misses, the machine gave to others:
    /// a virtual one may be stopped so without being told of stolen time.</summary>
    private static (double Share, TimeSpan Longest) Watch()
    {
        var missed = new TimeSpan[Environment.ProcessorCount];
        var longest = new TimeSpan[Environment.ProcessorCount];
        var watchers = Enumerable
            .Range(0, Environment.ProcessorCount)
            .Select(number => new Thread(() => (missed[number], longest[number]) = LookAtTheClock()))
            .ToList();
        watchers.ForEach(watcher => watcher.Start());
        watchers.ForEach(watcher => watcher.Join());
        return (missed.Average(time => time / Watched), longest.Max());
    }

    private static (TimeSpan Missed, TimeSpan Longest) LookAtTheClock()
    {
        var (missed, longest) = (TimeSpan.Zero, TimeSpan.Zero);
        var begun = Stopwatch.GetTimestamp();
        for (var last = begun; Stopwatch.GetElapsedTime(begun, last) < Watched; )
        {
            var now = Stopwatch.GetTimestamp();
            var gap = Stopwatch.GetElapsedTime(last, now);
            if (gap > Noticeable)
                missed += gap;
            if (gap > longest)
                longest = gap;
            last = now;
        }
        return (missed, longest);
    }
}
