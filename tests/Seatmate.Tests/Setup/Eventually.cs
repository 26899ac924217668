using System.Diagnostics;

namespace Seatmate.Tests;

/// <summary>For what happens soon after its cause: asks again until it is so, and fails with a sentence when it never
/// is.</summary>
public static class Eventually
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    public static async Task ShouldBeTrue(Func<Task<bool>> holds, string sentence, TimeSpan? within = null)
    {
        var patience = within ?? TimeSpan.FromSeconds(15);
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            if (clock.Elapsed > patience)
                throw new ShouldAssertException(
                    $"Within {patience.TotalSeconds} s it should have been so that {sentence}."
                );
            await Task.Delay(LookAgainAfter);
        }
    }
}
