using Seatmate.Ticketing.Lanes;

namespace Seatmate.Tests.Ticketing.Lanes;

/// <summary>Whose turn it is, without a database.</summary>
public sealed class TurnOrderTests
{
    private const int Many = 32;
    private int freed;

    [Fact]
    public void One_batch_is_decided_at_a_time_and_two_are_written()
    {
        var turns = new Turns(() => freed++);
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
        var turns = new Turns(() => freed++);
        var first = turns.TryTake(Many)!;
        first.Pass();

        turns.TryTake(Many - 1).ShouldBeNull();
        first.End();
        turns.TryTake(1).ShouldNotBeNull();
    }

    [Fact]
    public void A_small_batch_never_goes_beside_another()
    {
        var turns = new Turns(() => freed++);
        turns.TryTake(1)!.Pass();

        turns.TryTake(15).ShouldBeNull();
        turns.TryTake(16).ShouldNotBeNull();
    }

    [Fact]
    public void Who_reads_waits_until_nothing_is_written()
    {
        var turns = new Turns(() => freed++);
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
        var turns = new Turns(() => freed++);
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
        var turns = new Turns(() => freed++);
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
}
