using System.Collections.Concurrent;
using System.Diagnostics;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Outbox;
using Seatmate.Platform.Ready;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Lanes;

/// <summary>Sections of which a batch found nothing left: who asks for them next is refused from memory instead of
/// queueing. Good for half a second after the batch read, until the next deadline there or the end of the sale, and
/// only as long as this process has committed nothing since; so what comes free here is on sale at once, and what
/// another process gives back within that time.</summary>
public sealed class SoldOut(Freshness freshness, Rush rush)
{
    private const int SectionsMax = 10_000;

    /// <summary>So many refusals are to a rush what one order is.</summary>
    private const int RefusalsLikeAnOrder = 10;
    private static readonly TimeSpan GoodFor = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<(long EventId, string Section), Sight> seen = new();
    private int refusals;

    private sealed record Sight(long ReadAt, TimeSpan GoodFor, LaneAnswer Answer);

    /// <summary>A batch that began to read at <paramref name="readAt"/> had to refuse somebody: remembers which
    /// sections had nothing left.</summary>
    public void Saw(BatchStart start, long readAt)
    {
        var state = start.State;
        if (state.Terms.WhyNotSold(state.Now) is not null)
            return;
        var goodFor = new[] { start.NextDeadline, state.Terms.SaleEndsAt }
            .Select(moment => moment - state.Now ?? GoodFor)
            .Append(GoodFor)
            .Min();
        if (seen.Count > SectionsMax)
            seen.Clear();
        foreach (var section in state.Sections.Values.Where(section => section.Left < 1))
            seen[(state.Terms.EventId, section.Name)] = new(
                readAt,
                goodFor,
                Refusal(state.Terms, section.Scarce)
            );
    }

    /// <summary>The refusal for a section that is known to be sold out now; null when that must be asked.</summary>
    public LaneAnswer? Refuse(long eventId, string section)
    {
        if (
            !seen.TryGetValue((eventId, section), out var sight)
            || sight.ReadAt <= freshness.CommittedAt
            || Stopwatch.GetElapsedTime(sight.ReadAt) >= sight.GoodFor
        )
            return null;
        if (Interlocked.Increment(ref refusals) % RefusalsLikeAnOrder == 0)
            rush.Felt(1);
        return sight.Answer;
    }

    private static LaneAnswer Refusal(EventTerms terms, string section) =>
        LaneAnswers.Of(BookingOutcome.SectionSoldOut.Explain(terms, section));
}
