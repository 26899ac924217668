using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Seatmate.Platform;

/// <summary>The address-bar form of a name: letters and digits of any script in lower case, the rest as
/// dashes; never an underscore.</summary>
public static class Slug
{
    /// <summary>The slug of a text, <paramref name="otherwise"/> when it has neither letter nor digit. From the
    /// second attempt on with a random number behind it, of more digits each time.</summary>
    public static string From(string text, string otherwise, int attempt)
    {
        var slug = new StringBuilder();
        foreach (var rune in text.ToLowerInvariant().EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || IsMark(rune))
                slug.Append(rune);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }
        var plain = slug.ToString().Trim('-') is { Length: > 0 } some ? some : otherwise;
        return attempt == 0 ? plain : $"{plain}-{Number(attempt)}";
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark;

    private static int Number(int attempt) =>
        RandomNumberGenerator.GetInt32(10, 100 * (int)Math.Pow(10, attempt));
}
