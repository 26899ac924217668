using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Platform.Outbox;

/// <summary>Something that happened in a module and that others may react to; named in the past tense, kept in the
/// module's Contracts. Its type's name and JSON are stored, so fields are only ever added.</summary>
public interface IFact;

/// <summary>A fact that holds what opens something, or somebody's address: it is forgotten soon after every reaction
/// has seen it.</summary>
public interface IBriefFact : IFact;

/// <summary>What a module does when a fact has happened. Runs at least once, in a transaction of its own that also
/// marks it done: effects in the database happen exactly once, anything outside must be idempotent by
/// itself.</summary>
public interface IReaction<in TFact>
    where TFact : IFact
{
    Task React(TFact fact, CancellationToken cancel);
}

/// <summary>A reaction to what comes in crowds: it can see many facts in one transaction, instead of one for each. When
/// it throws, each fact is reacted to by itself, so that one never fails its neighbours.</summary>
public interface IBatchReaction<TFact> : IReaction<TFact>
    where TFact : class, IFact
{
    /// <summary>Reacts to those of these facts, oldest first, that can be seen together, and answers which they were;
    /// nothing may have happened for the others, which come by themselves next.</summary>
    Task<IReadOnlyCollection<TFact>> ReactToMany(IReadOnlyList<TFact> facts, CancellationToken cancel);
}

/// <summary>A row of platform.facts.</summary>
public sealed class FactRow
{
    public long Id { get; private set; }
    public required string Kind { get; init; }
    public required string Body { get; init; }
    public bool FannedOut { get; private set; }
}

public static class Facts
{
    /// <summary>The kinds of <see cref="IBriefFact"/>.</summary>
    public static readonly string[] BriefKinds =
    [
        .. typeof(Facts)
            .Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IBriefFact)))
            .Select(type => type.Name),
    ];

    /// <summary>Puts a fact into the transaction of its cause; reactions start soon after the commit.</summary>
    public static void Publish(this SeatmateDb db, IFact fact) =>
        db.Add(
            new FactRow
            {
                Kind = fact.GetType().Name,
                Body = JsonSerializer.Serialize(fact, fact.GetType(), JsonShape.Options),
            }
        );

    /// <summary>The same for many facts, as a part of a batch of statements.</summary>
    public static NpgsqlBatchCommand PublishMany(IReadOnlyList<IFact> facts) =>
        new("INSERT INTO platform.facts (kind, body) SELECT * FROM unnest($1, $2)")
        {
            Parameters =
            {
                new() { Value = facts.Select(fact => fact.GetType().Name).ToArray() },
                new()
                {
                    Value = facts
                        .Select(fact => JsonSerializer.Serialize(fact, fact.GetType(), JsonShape.Options))
                        .ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
                },
            },
        };

    /// <summary>A module reacts to a fact.</summary>
    /// <param name="services">The services of the program.</param>
    /// <param name="urgent">Never waits behind what is not, nor while buyers rush in: for money, and for codes that
    /// somebody waits for.</param>
    public static void AddReaction<TFact, TReaction>(this IServiceCollection services, bool urgent = false)
        where TFact : class, IFact
        where TReaction : class, IReaction<TFact>
    {
        services.AddScoped<TReaction>();
        services.AddSingleton(ReactionRoute.For<TFact, TReaction>(urgent));
    }
}

/// <summary>Which reaction a fact's kind leads to, and how stored bodies become a call.</summary>
/// <param name="TakesMany">It may be called with several bodies.</param>
/// <param name="Call">Answers for each body whether it was dealt with.</param>
public sealed record ReactionRoute(
    string Kind,
    string Reaction,
    bool IsUrgent,
    bool TakesMany,
    Func<IServiceProvider, IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<bool>>> Call
)
{
    public static ReactionRoute For<TFact, TReaction>(bool urgent)
        where TFact : class, IFact
        where TReaction : class, IReaction<TFact> =>
        new(
            typeof(TFact).Name,
            typeof(TReaction).Name,
            urgent,
            typeof(TReaction).IsAssignableTo(typeof(IBatchReaction<TFact>)),
            (services, bodies, cancel) =>
                React(
                    services.GetRequiredService<TReaction>(),
                    [.. bodies.Select(body => JsonSerializer.Deserialize<TFact>(body, JsonShape.Options)!)],
                    cancel
                )
        );

    private static async Task<IReadOnlyList<bool>> React<TFact>(
        IReaction<TFact> reaction,
        TFact[] facts,
        CancellationToken cancel
    )
        where TFact : class, IFact
    {
        if (facts is [var one])
        {
            await reaction.React(one, cancel);
            return [true];
        }
        var seen = await ((IBatchReaction<TFact>)reaction).ReactToMany(facts, cancel);
        return [.. facts.Select(fact => seen.Contains(fact, ReferenceEqualityComparer.Instance))];
    }
}

public sealed class OutboxTables : IModuleTables
{
    public void Map(ModelBuilder model)
    {
        var fact = model.Entity<FactRow>().ToTable("facts", "platform");
        fact.Property(row => row.Body).HasColumnType("jsonb");
        fact.Property(row => row.FannedOut).HasDefaultValue(false).ValueGeneratedOnAdd();
    }
}

/// <summary>Wakes the outbox of this process when a transaction commits; other processes find the fact when they next
/// look.</summary>
public sealed class OutboxWaker : DbTransactionInterceptor, IDisposable
{
    private readonly SemaphoreSlim awake = new(0, 1);

    public override Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Wake();
        return Task.CompletedTask;
    }

    public void Wake()
    {
        if (awake.CurrentCount == 0)
        {
            try
            {
                awake.Release();
            }
            catch (SemaphoreFullException) { }
        }
    }

    public void Dispose() => awake.Dispose();

    public Task<bool> Sleep(TimeSpan atMost, CancellationToken cancel) => awake.WaitAsync(atMost, cancel);
}
