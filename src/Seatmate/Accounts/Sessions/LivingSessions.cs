using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Users;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Sessions;

/// <summary>Whose a living session is.</summary>
public sealed record LivingSession(
    Guid Id,
    long UserId,
    Role Role,
    DateTimeOffset ExpiresAt,
    DateTimeOffset LastUsedAt
);

/// <summary>Remembers living sessions so that a request with a token need not ask the database. Every process hears
/// when one ends or its person's role changes (session_ended); while nothing can be heard, nothing is
/// remembered.</summary>
public sealed class LivingSessions(IServiceScopeFactory scopes, TimeProvider clock) : ISignalListener
{
    private const int RememberedMax = 100_000;
    private readonly ConcurrentDictionary<Guid, LivingSession> remembered = new();
    private volatile bool hearing;
    private long signals;

    public string Channel => "session_ended";

    public async Task<LivingSession?> Find(Guid id, CancellationToken cancel)
    {
        if (!remembered.TryGetValue(id, out var session))
            session = await Load(id, cancel);
        var now = clock.GetUtcNow();
        if (session is null || session.ExpiresAt <= now)
            return null;
        if (now - session.LastUsedAt >= Session.NotedEvery)
            await NoteUse(session, now, cancel);
        return session;
    }

    public void Heard(string payload)
    {
        Interlocked.Increment(ref signals);
        if (Guid.TryParse(payload, out var id))
            remembered.TryRemove(id, out _);
    }

    public void Deaf()
    {
        hearing = false;
        Interlocked.Increment(ref signals);
        remembered.Clear();
    }

    public void Hearing() => hearing = true;

    /// <summary>Ends a session in this process at once, before its signal comes round.</summary>
    public void Forget(Guid id) => Heard(id.ToString());

    /// <summary>Asks the database again about all of a person's, before the signal of their new role comes
    /// round.</summary>
    public void ForgetOf(long userId)
    {
        foreach (var (id, session) in remembered)
            if (session.UserId == userId)
                Forget(id);
    }

    /// <summary>Of several requests and processes that find it time, one writes.</summary>
    private async Task NoteUse(LivingSession session, DateTimeOffset now, CancellationToken cancel)
    {
        remembered.TryUpdate(session.Id, session with { LastUsedAt = now }, session);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SeatmateDb>();
        var before = now - Session.NotedEvery;
        await db
            .Sessions.Where(row => row.Id == session.Id && row.LastUsedAt <= before)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), cancel);
    }

    private async Task<LivingSession?> Load(Guid id, CancellationToken cancel)
    {
        var before = Interlocked.Read(ref signals);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SeatmateDb>();
        var session = await db
            .Sessions.AsNoTracking()
            .Where(session => session.Id == id)
            .Join(
                db.Users,
                s => s.UserId,
                u => u.Id,
                (s, u) => new LivingSession(s.Id, s.UserId, u.Role, s.ExpiresAt, s.LastUsedAt)
            )
            .SingleOrDefaultAsync(cancel);
        if (session is not null && hearing && Interlocked.Read(ref signals) == before)
            Remember(session, before);
        return session;
    }

    /// <summary>A signal that came just before it was remembered had nothing to forget yet, so the counter is looked
    /// at again.</summary>
    private void Remember(LivingSession session, long before)
    {
        if (remembered.Count >= RememberedMax)
            remembered.Clear();
        remembered[session.Id] = session;
        if (Interlocked.Read(ref signals) != before)
            remembered.TryRemove(session.Id, out _);
    }
}
