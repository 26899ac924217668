using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Keys;

/// <summary>Whose a living key is, and what it is for.</summary>
public sealed record LivingKey(
    long Id,
    long UserId,
    long? OrganiserId,
    byte[] SecretHash,
    string[] Scopes,
    DateTimeOffset? ExpiresAt
);

/// <summary>Remembers living keys, as <see cref="Sessions.LivingSessions"/> does sessions: every process hears when one
/// ends (key_ended), and while nothing can be heard, nothing is remembered. Few are looked up at once: made-up ones,
/// which no limit has counted yet, leave connections for others. That a key was used is written once in some
/// minutes.</summary>
public sealed class LivingKeys(IServiceScopeFactory scopes, TimeProvider clock) : ISignalListener
{
    private const int RememberedMax = 10_000;
    private const int LookedUpAtOnce = 3;
    private static readonly TimeSpan UseWrittenEvery = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, LivingKey> remembered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, DateTimeOffset> used = new();
    private static readonly Turnstile LookUps = new(
        LookedUpAtOnce,
        "Too many keys are being looked up just now."
    );
    private volatile bool hearing;
    private long signals;

    public string Channel => "key_ended";

    /// <summary>The living key that a token shows; null when there is none, or its secret is another.</summary>
    public async Task<LivingKey?> Find(string token, CancellationToken cancel)
    {
        if (ApiKey.Read(token) is not { } shown)
            return null;
        if (!remembered.TryGetValue(shown.Prefix, out var key))
            key = await LookUps.Pass(() => Load(shown.Prefix, cancel), cancel);
        var now = clock.GetUtcNow();
        if (
            key is null
            || !CryptographicOperations.FixedTimeEquals(key.SecretHash, shown.Hash)
            || key.ExpiresAt <= now
        )
            return null;
        await NoteUse(key.Id, now, cancel);
        return key;
    }

    public void Heard(string payload)
    {
        Interlocked.Increment(ref signals);
        remembered.TryRemove(payload, out _);
    }

    public void Deaf()
    {
        hearing = false;
        Interlocked.Increment(ref signals);
        remembered.Clear();
    }

    public void Hearing() => hearing = true;

    private async Task<LivingKey?> Load(string prefix, CancellationToken cancel)
    {
        var before = Interlocked.Read(ref signals);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SeatmateDb>();
        var key = await db
            .ApiKeys.AsNoTracking()
            .Where(key => key.Prefix == prefix)
            .Select(key => new LivingKey(
                key.Id,
                key.UserId,
                key.OrganiserId,
                key.SecretHash,
                key.Scopes,
                key.ExpiresAt
            ))
            .SingleOrDefaultAsync(cancel);
        if (key is not null && hearing && Interlocked.Read(ref signals) == before)
            Remember(prefix, key, before);
        return key;
    }

    /// <summary>A signal that came just before it was remembered had nothing to forget yet, so the counter is looked
    /// at again.</summary>
    private void Remember(string prefix, LivingKey key, long before)
    {
        if (remembered.Count >= RememberedMax)
            remembered.Clear();
        remembered[prefix] = key;
        if (Interlocked.Read(ref signals) != before)
            remembered.TryRemove(prefix, out _);
    }

    private async Task NoteUse(long id, DateTimeOffset now, CancellationToken cancel)
    {
        if (used.TryGetValue(id, out var last) && now - last < UseWrittenEvery)
            return;
        if (used.Count >= RememberedMax)
            used.Clear();
        used[id] = now;
        await using var scope = scopes.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<SeatmateDb>()
            .ApiKeys.Where(key => key.Id == id)
            .ExecuteUpdateAsync(key => key.SetProperty(k => k.LastUsedAt, now), cancel);
    }
}
