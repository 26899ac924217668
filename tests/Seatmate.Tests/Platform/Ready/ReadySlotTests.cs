using Microsoft.AspNetCore.Http;
using Seatmate.Platform.Ready;

namespace Seatmate.Tests.Platform.Ready;

public sealed class ReadySlotTests
{
    /// <summary>A timer may end some milliseconds early.</summary>
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(50);

    private readonly Freshness freshness = new();
    private readonly ReadyMemory memory = new();
    private readonly TaskCompletionSource kitchen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int made;

    [Fact]
    public async Task A_thousand_who_ask_at_once_wait_for_one_renewal()
    {
        var slot = Slot();
        var earliest = slot.Earliest(freshness);
        slot.AtHand(earliest, Make).ShouldBeNull();

        var asked = 0;
        var all = Race.AtOnce(
            1000,
            _ =>
            {
                var renewed = slot.Renewed(earliest, Make);
                Interlocked.Increment(ref asked);
                return renewed;
            }
        );
        await Eventually.ShouldBeTrue(() => Task.FromResult(asked == 1000), "everybody has asked");
        kitchen.SetResult();

        (await all).Distinct().Count().ShouldBe(1);
        made.ShouldBe(1);
    }

    [Fact]
    public async Task While_an_old_answer_is_renewed_everybody_gets_it_without_waiting()
    {
        kitchen.SetResult();
        var slot = Slot();
        var old = await slot.Renewed(slot.Earliest(freshness), Make);
        var slow = new TaskCompletionSource<ReadyAnswer>();
        await Task.Delay(ReadySlot.RenewedAfter + TimerSlack, TestContext.Current.CancellationToken);

        var renewals = 0;
        for (var i = 0; i < 10; i++)
            slot.AtHand(old.BegunAt, (_, _) => Renew()).ShouldBe(old);

        slow.SetException(new IOException("The database is gone."));
        await Eventually.ShouldBeTrue(() => Task.FromResult(renewals == 1), "one renewal began");

        Task<ReadyAnswer> Renew()
        {
            Interlocked.Increment(ref renewals);
            return slow.Task;
        }
    }

    [Fact]
    public async Task After_a_second_nobody_gets_it_any_more()
    {
        kitchen.SetResult();
        var slot = Slot();
        await slot.Renewed(slot.Earliest(freshness), Make);
        await Task.Delay(ReadySlot.GivenUntil + TimerSlack, TestContext.Current.CancellationToken);

        slot.AtHand(slot.Earliest(freshness), Make).ShouldBeNull();
    }

    [Fact]
    public async Task A_renewal_that_began_before_a_change_is_not_enough_for_who_asks_after_it()
    {
        var slot = Slot();
        var before = slot.Renewed(slot.Earliest(freshness), Make);
        freshness.Changed();

        var after = slot.Renewed(slot.Earliest(freshness), Make);
        kitchen.SetResult();

        (await after).ShouldNotBe(await before);
        made.ShouldBe(2);
    }

    [Fact]
    public async Task Commits_hurry_the_renewal_some_times_a_second_and_no_more()
    {
        kitchen.SetResult();
        var slot = Slot();
        await slot.Renewed(slot.Earliest(freshness), Make);

        for (var i = 0; i < 100; i++)
        {
            freshness.Committed();
            await slot.Renewed(slot.Earliest(freshness), Make);
        }

        made.ShouldBeInRange(2, 30);
    }

    private ReadySlot Slot() => memory.Slot("/events", new DefaultHttpContext());

    private async Task<ReadyAnswer> Make(ReadySlot slot, long begunAt)
    {
        Interlocked.Increment(ref made);
        await kitchen.Task;
        var answer = ReadyAnswer.From(new DefaultHttpContext(), [], begunAt, slot.Kept);
        memory.Keep(slot, answer);
        return answer;
    }
}
