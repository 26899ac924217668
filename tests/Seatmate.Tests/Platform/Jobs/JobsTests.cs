using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;

namespace Seatmate.Tests.Platform.Jobs;

public sealed class CountRounds(SeatmateDb db) : IJob
{
    public TimeSpan Every => TimeSpan.FromHours(1);

    public Task Run(CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"INSERT INTO public.rounds DEFAULT VALUES", cancel);
}

public sealed class FailRounds : IJob
{
    public TimeSpan Every => TimeSpan.FromHours(1);

    public Task Run(CancellationToken cancel) => throw new InvalidOperationException("as asked");
}

public sealed class LeaveRounds(SeatmateDb db) : IJob
{
    public TimeSpan Every => TimeSpan.FromHours(1);

    public bool HasRun => false;

    public Task Run(CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"INSERT INTO public.rounds DEFAULT VALUES", cancel);
}

public sealed class JobsTests : IAsyncLifetime
{
    private TestServer first = null!;

    public async ValueTask InitializeAsync()
    {
        first = await TestServer.StartAsync();
        await first.Execute("CREATE TABLE public.rounds (id bigint GENERATED ALWAYS AS IDENTITY)");
    }

    public ValueTask DisposeAsync() => first.DisposeAsync();

    [Fact]
    public async Task However_many_servers_run_one_does_the_job_each_time()
    {
        await using var second = await first.StartBesideAsync(add: services =>
            services.AddJob<CountRounds>()
        );
        await using var third = await first.StartBesideAsync(add: services => services.AddJob<CountRounds>());

        for (var round = 1; round <= 3; round++)
        {
            await HasRun(nameof(CountRounds));
            await Task.Delay(TimeSpan.FromSeconds(1.2));
            (await first.Ask<long>("SELECT count(*) FROM public.rounds")).ShouldBe(round);
            await first.Execute("UPDATE platform.jobs SET due_at = now(), finished_at = NULL");
        }
    }

    [Fact]
    public async Task A_job_that_fails_says_why_and_comes_round_again()
    {
        await using var second = await first.StartBesideAsync(add: services =>
        {
            services.AddJob<FailRounds>();
            services.AddJob<CountRounds>();
        });

        for (var round = 1; round <= 2; round++)
        {
            await HasRun(nameof(FailRounds));
            (
                await first.Ask<string>("SELECT last_error FROM platform.jobs WHERE name = 'FailRounds'")
            ).ShouldBe("as asked");
            await HasRun(nameof(CountRounds));
            await first.Execute(
                "UPDATE platform.jobs SET due_at = now(), finished_at = NULL, last_error = NULL"
            );
        }
    }

    [Fact]
    public async Task A_job_that_is_left_to_another_process_wipes_nothing_that_was_noted()
    {
        await first.Execute(
            "INSERT INTO platform.jobs (name, due_at, last_error) VALUES ('LeaveRounds', now(), 'seen before')"
        );

        await using (await first.StartBesideAsync(add: services => services.AddJob<LeaveRounds>()))
            await Eventually.ShouldBeTrue(
                async () => await first.Ask<long>("SELECT count(*) FROM public.rounds") == 1,
                "LeaveRounds had its turn"
            );

        (
            await first.Ask<string>(
                "SELECT last_error FROM platform.jobs WHERE name = 'LeaveRounds' AND finished_at IS NULL"
            )
        ).ShouldBe("seen before");
    }

    private Task HasRun(string job) =>
        Eventually.ShouldBeTrue(
            async () =>
                await first.Ask<bool>(
                    "SELECT EXISTS (SELECT FROM platform.jobs WHERE name = $1 AND finished_at >= started_at)",
                    job
                ),
            $"{job} has run"
        );
}
