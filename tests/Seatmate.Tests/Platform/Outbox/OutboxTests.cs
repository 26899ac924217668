using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Tests.Platform.Outbox;

public sealed record SomethingHappened(string Word) : IFact;

/// <summary>How often a reaction shall fail before it works, by word.</summary>
public sealed class Failing
{
    private readonly Dictionary<string, int> left = new(StringComparer.Ordinal);

    public void Times(string word, int times) => left[word] = times;

    public bool IsNext(string word)
    {
        lock (left)
            return left.TryGetValue(word, out var times) && (left[word] = times - 1) >= 0;
    }
}

public sealed class NoteWhatHappened(SeatmateDb db, Failing failing) : IReaction<SomethingHappened>
{
    public async Task React(SomethingHappened fact, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"INSERT INTO public.effects (word) VALUES ({fact.Word})", cancel);
        if (!failing.IsNext(fact.Word))
            return;
        if (fact.Word == "cut off")
            await db.Database.ExecuteSqlAsync($"SELECT pg_terminate_backend(pg_backend_pid())", cancel);
        throw new InvalidOperationException("as asked");
    }
}

public sealed class NoteItElsewhere(SeatmateDb db) : IReaction<SomethingHappened>
{
    public Task React(SomethingHappened fact, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"INSERT INTO public.others (word) VALUES ({fact.Word})", cancel);
}

public sealed record CrowdHappened(string Word) : IFact;

/// <summary>Notes with each word how many were seen together. "alone" is left for itself, "bad" is never
/// done.</summary>
public sealed class NoteTheCrowd(SeatmateDb db) : IBatchReaction<CrowdHappened>
{
    public Task React(CrowdHappened fact, CancellationToken cancel) => Note([fact], cancel);

    public async Task<IReadOnlyCollection<CrowdHappened>> ReactToMany(
        IReadOnlyList<CrowdHappened> facts,
        CancellationToken cancel
    )
    {
        var together = facts.Where(fact => fact.Word != "alone").ToList();
        await Note(together, cancel);
        return together;
    }

    private async Task Note(IReadOnlyList<CrowdHappened> facts, CancellationToken cancel)
    {
        foreach (var fact in facts)
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO public.effects (word) VALUES ({$"{fact.Word} of {facts.Count}"})",
                cancel
            );
        if (facts.Any(fact => fact.Word == "bad"))
            throw new InvalidOperationException("as asked");
    }
}

public sealed record SlowHappened : IFact;

public sealed class TakeTime(SeatmateDb db) : IReaction<SlowHappened>
{
    public Task React(SlowHappened fact, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_sleep(0.05)", cancel);
}

public sealed class OutboxTests : IAsyncLifetime
{
    private readonly Failing failing = new();
    private TestServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.StartAsync(add: AddReactions);
        await server.Execute(
            "CREATE TABLE public.effects (word text); CREATE TABLE public.others (word text)"
        );
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_fact_reaches_each_of_its_reactions_once()
    {
        await Publish(server, "a");
        await server.Settled();

        (await Effects("effects")).ShouldBe(["a"]);
        (await Effects("others")).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_fact_whose_cause_is_undone_never_happened()
    {
        await Should.ThrowAsync<InvalidOperationException>(() =>
            InTransaction(
                server,
                db =>
                {
                    db.Publish(new SomethingHappened("undone"));
                    throw new InvalidOperationException("as asked");
                }
            )
        );
        await Publish(server, "done");
        await server.Settled();

        (await Effects("effects")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task A_reaction_that_fails_is_tried_again_and_has_exactly_one_effect()
    {
        failing.Times("flaky", 2);
        await Publish(server, "flaky");

        await Eventually.ShouldBeTrue(
            async () =>
            {
                await server.Execute("UPDATE platform.deliveries SET due_at = now() WHERE done_at IS NULL");
                return (await Effects("effects")).Length > 0;
            },
            "the third try has worked"
        );
        await server.Settled();

        (await Effects("effects")).ShouldBe(["flaky"]);
        (await Effects("others")).ShouldBe(["flaky"]);
        var (attempts, error) = (await Delivery<int>("attempts"), await Delivery<string>("last_error"));
        (attempts, error).ShouldBe((2, "as asked"));
    }

    [Fact]
    public async Task A_reaction_whose_connection_ends_is_tried_again_and_says_why()
    {
        failing.Times("cut off", 1);
        await Publish(server, "cut off");

        await Eventually.ShouldBeTrue(
            async () => (await Effects("effects")).Length > 0,
            "the second try has worked"
        );
        await server.Settled();

        (await Effects("effects")).ShouldBe(["cut off"]);
        (await Delivery<int>("attempts")).ShouldBe(1);
        (await Delivery<string>("last_error")).ShouldContain("57P01");
    }

    [Fact]
    public async Task A_reaction_that_fails_waits_longer_each_time()
    {
        failing.Times("hopeless", 1000);
        await Publish(server, "hopeless");
        foreach (
            var (failures, secondsMin, secondsMax) in new[]
            {
                (6, 30, 64),
                (11, 1800, 2048),
                (50, 3400, 3600),
            }
        )
        {
            await server.Settled();
            await server.Execute(
                "UPDATE platform.deliveries SET attempts = $1, due_at = now() WHERE done_at IS NULL",
                failures
            );
            await Eventually.ShouldBeTrue(
                async () => await Delivery<int>("attempts") == failures + 1,
                $"it has failed for the time {failures + 1}"
            );
            (await Delivery<decimal>("extract(epoch FROM due_at - now())")).ShouldBeInRange(
                secondsMin,
                secondsMax
            );
        }

        (await Effects("effects")).ShouldBeEmpty();
        (await Effects("others")).ShouldBe(["hopeless"]);
    }

    [Fact]
    public async Task Two_servers_share_the_work_and_do_it_once()
    {
        await using var second = await server.StartBesideAsync(add: AddReactions);
        var words = Enumerable.Range(100, 200).Select(number => $"word {number}").ToArray();

        await Race.AtOnce(
            20,
            async part =>
            {
                foreach (var word in words[(part * 10)..(part * 10 + 10)])
                    await Publish(part % 2 == 0 ? server : second, word);
                return part;
            }
        );
        await server.Settled();

        (await Effects("effects")).ShouldBe(words);
        (await Effects("others")).ShouldBe(words);
    }

    [Fact]
    public async Task While_buyers_rush_in_at_one_server_what_can_wait_trickles_at_all()
    {
        await using var second = await server.StartBesideAsync(add: AddReactions);
        using var over = new CancellationTokenSource();
        var buyers = server.RushInto(over.Token);
        await Eventually.ShouldBeTrue(
            () => Task.FromResult(second.Services.GetRequiredService<Rush>().IsOn),
            "the other server has heard of the rush"
        );

        var time = Stopwatch.StartNew();
        for (var number = 100; number < 300; number++)
            await Publish(second, $"word {number}");
        await Eventually.ShouldBeTrue(
            async () => (await Effects("effects")).Length > 0,
            "it does not stand still"
        );
        var done = (await Effects("effects")).Length + (await Effects("others")).Length;

        done.ShouldBeInRange(1, (int)(time.ElapsedMilliseconds / 50) + 1);
        await over.CancelAsync();
        await buyers;
        await server.Settled();
        (await Effects("effects")).Length.ShouldBe(200);
        (await Effects("others")).Length.ShouldBe(200);
    }

    [Fact]
    public async Task Work_that_trickles_is_done_by_one_at_a_time()
    {
        var trickle = server.Services.GetRequiredService<Trickle>();
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var pause = new CancellationTokenSource();
        var first = trickle.Run("mails", () => Inside(entered, leave.Task), pause.Token);
        await entered.Task;
        var did = new List<string>();

        await Run("mails", () => Note(did, "mails beside"));
        await Run("pushes", () => Note(did, "pushes beside"));
        leave.SetResult();
        await pause.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        await Run("mails", () => Note(did, "mails after"));

        did.ShouldBe(["pushes beside", "mails after"]);

        Task Run(string work, Func<Task> little) => trickle.Run(work, little, CancellationToken.None);

        static Task Inside(TaskCompletionSource entered, Task leave)
        {
            entered.SetResult();
            return leave;
        }

        static Task Note(List<string> did, string what)
        {
            did.Add(what);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_reaction_that_takes_many_sees_together_what_it_can()
    {
        await PublishCrowd("a", "alone", "b", "c");
        await server.Settled();

        (await Effects("effects")).ShouldBe(["a of 3", "alone of 1", "b of 3", "c of 3"]);
    }

    [Fact]
    public async Task One_of_many_that_fails_never_fails_its_neighbours()
    {
        await PublishCrowd("a", "bad", "b");
        await server.Settled();

        (await Effects("effects")).ShouldBe(["a of 1", "b of 1"]);
        (
            await server.Ask<string[]>(
                """
                SELECT array_agg(format('%s: %s', f.body ->> 'word', d.last_error))
                FROM platform.deliveries d JOIN platform.facts f ON f.id = d.fact_id WHERE d.done_at IS NULL
                """
            )
        ).ShouldBe(["bad: as asked"]);
    }

    [Fact]
    public async Task What_is_urgent_never_waits_behind_what_can()
    {
        await server.Execute(
            "INSERT INTO platform.facts (kind, body) SELECT 'SlowHappened', '{}' FROM generate_series(1, 200)"
        );
        await Eventually.ShouldBeTrue(
            () =>
                server.Ask<bool>("SELECT EXISTS (SELECT FROM platform.deliveries WHERE done_at IS NOT NULL)"),
            "the slow ones have begun"
        );

        await PublishCrowd("urgent");
        await Eventually.ShouldBeTrue(
            async () => (await Effects("effects")).Length > 0,
            "what is urgent is done"
        );

        (
            await server.Ask<long>("SELECT count(*) FROM platform.deliveries WHERE done_at IS NULL")
        ).ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task A_fact_of_a_newer_program_that_nobody_here_knows_is_left_in_peace()
    {
        await server.Execute("INSERT INTO platform.facts (kind, body) VALUES ('NotYetKnown', '{}')");
        await Publish(server, "known");
        await server.Settled();

        (await Effects("effects")).ShouldBe(["known"]);
        server.Errors.Lines.ShouldBeEmpty();
    }

    private void AddReactions(IServiceCollection services)
    {
        services.AddSingleton(failing);
        services.AddReaction<SomethingHappened, NoteWhatHappened>();
        services.AddReaction<SomethingHappened, NoteItElsewhere>();
        services.AddReaction<CrowdHappened, NoteTheCrowd>(urgent: true);
        services.AddReaction<SlowHappened, TakeTime>();
    }

    private static Task Publish(TestServer server, string word) =>
        InTransaction(server, db => db.Publish(new SomethingHappened(word)));

    private Task PublishCrowd(params string[] words) =>
        InTransaction(
            server,
            db =>
            {
                foreach (var word in words)
                    db.Publish(new CrowdHappened(word));
            }
        );

    private static async Task InTransaction(TestServer server, Action<SeatmateDb> work)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SeatmateDb>();
        await db.InTransaction(
            () =>
            {
                work(db);
                return Task.FromResult(true);
            },
            CancellationToken.None
        );
    }

    private Task<string[]> Effects(string table) =>
        server.Ask<string[]>($"SELECT coalesce(array_agg(word ORDER BY word), '{{}}') FROM public.{table}");

    private Task<T> Delivery<T>(string column) =>
        server.Ask<T>($"SELECT {column} FROM platform.deliveries WHERE reaction = 'NoteWhatHappened'");
}
