using System.Globalization;

namespace Seatmate.Platform.Http;

/// <summary>Numbers and truths in an address, with nothing behind them: .NET passes over NUL signs at the end of
/// both.</summary>
public static class QueryValues
{
    public static bool TryNumber(string? text, out long number) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out number) && !HasNul(text);

    public static bool IsTruth(string text) => bool.TryParse(text, out _) && !HasNul(text);

    private static bool HasNul(string? text) => text?.Contains('\0') == true;
}
