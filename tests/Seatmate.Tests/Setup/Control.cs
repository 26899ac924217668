namespace Seatmate.Tests;

/// <summary>A race that is run without its guard. What went wrong is said in the log of the tests, as the failure that
/// was expected.</summary>
public static class Control
{
    public static void FailedAsExpected(string guard, string what) =>
        TestContext.Current.TestOutputHelper?.WriteLine($"EXPECTED FAILURE without {guard}: {what}");
}
