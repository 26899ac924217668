using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Lanes;

/// <summary>Terms of an event, and the version of its row from before they were read.</summary>
public sealed record VersionedTerms(EventTerms Terms, long Version);

/// <summary>What never changes of a hold, whatever becomes of it.</summary>
public sealed record MadeHold(long EventId, Guid BookingId);

/// <summary>What a lane remembers for a moment so as not to ask at each batch: words for the answers, never what
/// decides. Prices and places are read with each batch, and so is whether the event's row is still the one that is
/// remembered.</summary>
public sealed class LaneMemory(IServiceScopeFactory scopes, TimeProvider clock)
{
    private const int PeopleMax = 100_000;
    private const int HoldsMax = 100_000;
    private const int TermsMax = 10_000;
    private static readonly TimeSpan TermsAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(30);
    private static readonly Viewer Anyone = new(null, IsAdmin: false);

    private readonly ConcurrentDictionary<long, Remembered<VersionedTerms>> terms = new();
    private readonly ConcurrentDictionary<long, Lazy<Task<VersionedTerms?>>> loading = new();
    private readonly ConcurrentDictionary<long, Remembered<UserSummary>> people = new();
    private readonly ConcurrentDictionary<long, MadeHold> holds = new();

    private readonly record struct Remembered<T>(T Value, DateTimeOffset Until);

    /// <summary>The terms of an event, also when it is a draft or deleted; null when there never was one.</summary>
    public async Task<EventTerms?> FindTerms(long eventId)
    {
        var now = clock.GetUtcNow();
        if (
            terms.TryGetValue(eventId, out var known)
            && (known.Until > now || known.Until + TermsAge > now && !IsFirstToRenew(eventId, known, now))
        )
            return known.Value.Terms;
        return (await LoadOnce(eventId))?.Terms;
    }

    /// <summary>One of a crowd that comes to an event nobody asked for lately asks, and all have its answer.</summary>
    private async Task<VersionedTerms?> LoadOnce(long eventId)
    {
        var one = loading.GetOrAdd(eventId, id => new(() => Load(id)));
        try
        {
            return await one.Value;
        }
        finally
        {
            loading.TryRemove(new(eventId, one));
        }
    }

    /// <summary>One of all who find the same terms a little too old asks anew; the others do not wait for it.</summary>
    private bool IsFirstToRenew(long eventId, Remembered<VersionedTerms> old, DateTimeOffset now) =>
        terms.TryUpdate(eventId, old with { Until = now + TermsAge }, old);

    /// <summary>The terms of an event that the viewer may see; who may see what is not on sale is asked the long way:
    /// it is rare.</summary>
    public async Task<EventTerms?> FindTerms(long eventId, Viewer viewer)
    {
        var known = await FindTerms(eventId);
        if (known is null or { OnSale: true })
            return known;
        await using var scope = scopes.CreateAsyncScope();
        var events = scope.ServiceProvider.GetRequiredService<IEventTerms>();
        return await events.Find(eventId, viewer, CancellationToken.None);
    }

    /// <summary>Holds of an event were made here; who orders them soon need not look for them.</summary>
    public void Remember(long eventId, IEnumerable<LaneOrder> made)
    {
        if (holds.Count > HoldsMax)
            holds.Clear();
        foreach (var hold in made)
            holds[hold.Id] = new(eventId, hold.BookingId);
    }

    /// <summary>A hold that was made here; null when it must be asked.</summary>
    public MadeHold? Hold(long id) => holds.TryGetValue(id, out var hold) ? hold : null;

    /// <summary>The terms, and the version of the event's row they are at least as new as.</summary>
    public async Task<VersionedTerms> Terms(long eventId, long? otherThan)
    {
        if (terms.TryGetValue(eventId, out var known) && known.Value.Version != otherThan)
            return known.Value;
        return await Load(eventId) ?? throw new InvalidOperationException($"Event {eventId} is gone.");
    }

    private async Task<VersionedTerms?> Load(long eventId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var version = await scope
            .ServiceProvider.GetRequiredService<SeatmateDb>()
            .Database.SqlQuery<long>(
                $"SELECT xmin::text::bigint AS \"Value\" FROM events.events WHERE id = {eventId}"
            )
            .ToListAsync();
        var events = scope.ServiceProvider.GetRequiredService<IEventTerms>();
        var found = (await events.FindMany([eventId], Anyone, CancellationToken.None)).GetValueOrDefault(
            eventId
        );
        if (found is null || version is [])
            return null;
        var versioned = new VersionedTerms(found, version[0]);
        if (terms.Count > TermsMax)
            terms.Clear();
        terms[eventId] = new(versioned, clock.GetUtcNow() + TermsAge);
        return versioned;
    }

    public async Task<IReadOnlyDictionary<long, UserSummary>> People(IEnumerable<long> userIds)
    {
        var now = clock.GetUtcNow();
        var found = new Dictionary<long, UserSummary>();
        var missing = new List<long>();
        foreach (var id in userIds.Distinct())
        {
            if (people.TryGetValue(id, out var known) && known.Until > now)
                found[id] = known.Value;
            else
                missing.Add(id);
        }
        if (missing.Count > 0)
            await Load(missing, found, now);
        return found;
    }

    private async Task Load(List<long> missing, Dictionary<long, UserSummary> found, DateTimeOffset now)
    {
        await using var scope = scopes.CreateAsyncScope();
        var loaded = await scope
            .ServiceProvider.GetRequiredService<IPeople>()
            .Summaries(missing, CancellationToken.None);
        if (people.Count > PeopleMax)
            people.Clear();
        foreach (var (id, person) in loaded)
            people[id] = new(found[id] = person, now + PeopleAge);
    }
}
