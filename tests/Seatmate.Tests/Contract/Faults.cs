namespace Seatmate.Tests.Contract;

/// <summary>Goes on after a broken promise, so that a walk over all operations tells every one that breaks
/// it.</summary>
public sealed class Faults
{
    private const int ShownMax = 25;
    private readonly List<string> found = [];
    private int checks;

    public void Check(string what, Action assert)
    {
        checks++;
        try
        {
            assert();
        }
        catch (Exception fault)
            when (fault is ShouldAssertException or System.Text.Json.JsonException or KeyNotFoundException)
        {
            found.Add($"{what}: {fault.Message}");
        }
    }

    /// <summary>Fails with what was found; also when there was next to nothing to look at.</summary>
    public void ShouldBeNone(int checksMin)
    {
        checks.ShouldBeGreaterThanOrEqualTo(checksMin, "the walk looked at too little to mean anything");
        if (found.Count > 0)
            throw new ShouldAssertException(
                $"{found.Count} of {checks} checks failed:\n" + string.Join('\n', found.Take(ShownMax))
            );
    }
}
