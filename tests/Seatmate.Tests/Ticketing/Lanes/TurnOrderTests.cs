using Seatmate.Ticketing.Lanes;

namespace Seatmate.Tests.Ticketing.Lanes;

/// <summary>Whose turn it is, without a database.</summary>
public sealed class TurnOrderTests
{
    private const int Many = 32;
    private readonly FixedClock clock = new(DateTimeOffset.UnixEpoch);
    private int freed;

    [Fact]
    public void One_batch_is_decided_at_a_time_and_two_are_written()
    {
        var turns = NewTurns();
        var first = turns.TryTake(Many)!;

        turns.TryTake(Many).ShouldBeNull();
        first.Pass();
        var second = turns.TryTake(Many)!;
        second.Pass();
        turns.TryTake(Many).ShouldBeNull();
        first.End();
        turns.TryTake(Many).ShouldNotBeNull();
        freed.ShouldBe(3);
    }

    [Fact]
    public void A_smaller_batch_waits_until_the_one_before_is_over()
    {
        var turns = NewTurns();
        var first = turns.TryTake(Many)!;
        first.Pass();

        turns.TryTake(Many - 1).ShouldBeNull();
        first.End();
        turns.TryTake(1).ShouldNotBeNull();
    }

    [Fact]
    public void A_small_batch_never_goes_beside_another()
    {
        var turns = NewTurns();
        turns.TryTake(1)!.Pass();

        turns.TryTake(15).ShouldBeNull();
        turns.TryTake(16).ShouldNotBeNull();
    }

    [Fact]
    public void Who_reads_waits_until_nothing_is_written()
    {
        var turns = NewTurns();
        var first = turns.TryTake(Many)!;
        first.Pass();
        var second = turns.TryTake(Many)!;

        var alone = second.Alone();
        alone.IsCompleted.ShouldBeFalse();
        first.End();

        alone.IsCompleted.ShouldBeTrue();
        second.IsPassed.ShouldBeFalse();
    }

    [Fact]
    public void Who_was_refused_has_the_turn_again_after_who_decides()
    {
        var turns = NewTurns();
        var first = turns.TryTake(Many)!;
        first.Pass();
        var second = turns.TryTake(Many)!;
        var ofSecond = second.Alone();

        var ofFirst = first.Alone();
        ofSecond.IsCompleted.ShouldBeTrue();
        ofFirst.IsCompleted.ShouldBeFalse();
        turns.AreOver.ShouldBeFalse();
        second.End();

        ofFirst.IsCompleted.ShouldBeTrue();
        turns.TryTake(Many).ShouldBeNull();
        first.End();
        turns.AreOver.ShouldBeTrue();
    }

    [Fact]
    public void Nobody_new_comes_before_who_was_refused()
    {
        var turns = NewTurns();
        var (first, second) = (turns.TryTake(Many)!, default(Turn));
        first.Pass();
        second = turns.TryTake(Many)!;
        second.Pass();

        var again = first.Alone();

        turns.TryTake(Many).ShouldBeNull();
        again.IsCompleted.ShouldBeFalse();
        second.End();
        again.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void Where_others_sell_the_next_waits_for_those_who_were_just_answered()
    {
        var turns = NewTurns();
        Sell(turns, batches: 5, meetOthers: true, waiting: 10);

        turns.TryTake(10).ShouldBeNull();
        turns.TryTake(Many + 9).ShouldBeNull();
        turns.TryTake(Many + 10).ShouldNotBeNull();
    }

    [Fact]
    public async Task Where_others_sell_it_waits_a_moment_and_looks_again_by_itself()
    {
        var turns = NewTurns();
        Sell(turns, batches: 5, meetOthers: true);
        var before = freed;
        turns.TryTake(10).ShouldBeNull();

        clock.Now += TimeSpan.FromMilliseconds(3);
        while (freed == before)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        turns.TryTake(10).ShouldNotBeNull();
    }

    [Fact]
    public void Where_others_sell_a_batch_that_is_large_does_not_wait()
    {
        var turns = NewTurns();
        Sell(turns, batches: 5, meetOthers: true);

        turns.TryTake(64).ShouldNotBeNull();
    }

    [Fact]
    public void Where_others_sell_a_few_do_not_wait()
    {
        var turns = NewTurns();
        Sell(turns, batches: 5, meetOthers: true, wishes: 3);

        turns.TryTake(1).ShouldNotBeNull();
    }

    [Fact]
    public void Where_others_sell_none_goes_beside_another()
    {
        var turns = NewTurns();
        Sell(turns, batches: 5, meetOthers: true);
        turns.TryTake(64)!.Pass();

        turns.TryTake(64).ShouldBeNull();
    }

    [Fact]
    public void Who_met_others_now_and_then_neither_waits_nor_goes_alone()
    {
        var turns = NewTurns();
        Sell(turns, batches: 4, meetOthers: true);
        Sell(turns, batches: 1, meetOthers: false);
        Sell(turns, batches: 1, meetOthers: true);

        turns.TryTake(Many)!.Pass();
        turns.TryTake(Many).ShouldNotBeNull();
    }

    private Turns NewTurns() => new(() => freed++, clock);

    private static void Sell(Turns turns, int batches, bool meetOthers, int wishes = Many, int waiting = 0)
    {
        for (var i = 0; i < batches; i++)
        {
            var turn = turns.TryTake(wishes)!;
            turn.MetOthers = meetOthers;
            turn.End(waiting);
        }
    }
}
