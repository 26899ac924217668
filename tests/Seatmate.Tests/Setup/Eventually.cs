using System.Diagnostics;

namespace Seatmate.Tests;

/// <summary>For what happens soon after its cause: asks again until it is so, and fails with a sentence when it never
/// is.</summary>
public static class Eventually
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    /// <summary>Within some time it becomes so.</summary>
    /// <param name="holds">Asked again and again.</param>
    /// <param name="sentence">What should be so.</param>
    /// <param name="within">How long to wait for it, if not 15 seconds.</param>
    /// <param name="instead">What is so when it never is.</param>
    public static async Task ShouldBeTrue(
        Func<Task<bool>> holds,
        string sentence,
        TimeSpan? within = null,
        Func<string>? instead = null
    )
    {
        var patience = within ?? TimeSpan.FromSeconds(15);
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            if (clock.Elapsed > patience)
                throw new ShouldAssertException(
                    $"Within {patience.TotalSeconds} s it should have been so that {sentence}. {instead?.Invoke()}"
                );
            await Task.Delay(LookAgainAfter);
        }
    }
}
