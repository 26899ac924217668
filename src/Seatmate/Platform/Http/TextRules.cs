using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;

namespace Seatmate.Platform.Http;

/// <summary>A text of the given length in characters as people count them (Unicode scalar values, blanks at both ends
/// left out), without control characters other than line breaks. Null passes: say [Required] where it must
/// be there.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public class TextRule(int min, int max) : ValidationAttribute
{
    public int Min { get; } = min;
    public int Max { get; } = max;

    /// <summary>False for names and titles, which have one line.</summary>
    public bool Lines { get; init; }

    /// <summary>What is wrong with a text; null when nothing is.</summary>
    public string? FaultOf(string? text) => text is null ? null : Fault(text);

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        FaultOf(value as string) is { } fault ? new ValidationResult(fault) : ValidationResult.Success;

    protected virtual string? Fault(string text)
    {
        if (!IsCleanText(text, Lines))
            return "Control characters and broken Unicode are not allowed.";
        var length = text.Trim().EnumerateRunes().Count();
        if (length == 0 && Min > 0)
            return text.Length == 0 ? Problem.MissingText : "Only blanks are not enough.";
        return length < Min || length > Max ? $"Length must be between {Min} and {Max}." : null;
    }

    /// <summary>True when a text can be stored and shown as it is, also in XML: whole surrogate pairs, no control
    /// characters, nothing that is no character.</summary>
    public static bool IsCleanText(string text, bool lines)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (
                char.IsSurrogate(text[i])
                && (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[++i]))
            )
                return false;
            if (char.IsControl(text[i]) && !(lines && text[i] is '\n' or '\r'))
                return false;
            if (text[i] is '\uFFFE' or '\uFFFF')
                return false;
        }
        return true;
    }
}

/// <summary>A name of a person: 3 to 50 characters of any script, on one line.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class NameRule() : TextRule(3, 50);

/// <summary>An e-mail address as people have them, 5 to 120 characters: one @, something on both sides, no
/// blanks, nothing invisible.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class EmailRule() : TextRule(5, 120)
{
    protected override string? Fault(string text) =>
        text.Trim().Length == 0 || IsAddress(text) || !IsCleanText(text, Lines)
            ? base.Fault(text)
            : "Not a valid email address.";

    private static bool IsAddress(string text)
    {
        var at = text.LastIndexOf('@');
        return at is > 0 and <= 64
            && at < text.Length - 1
            && text.IndexOf('@', StringComparison.Ordinal) == at
            && !text.EnumerateRunes().Any(NeverBelongs)
            && text[at + 1] is not ('.' or '-')
            && text[^1] is not ('.' or '-')
            && !text.Contains("..", StringComparison.Ordinal);
    }

    /// <summary>Blanks, what separates addresses in a list, and what nobody sees: two addresses that look alike would
    /// be two people.</summary>
    private static bool NeverBelongs(Rune sign) =>
        Rune.IsWhiteSpace(sign)
        || Rune.GetUnicodeCategory(sign) == UnicodeCategory.Format
        || sign.Value is '<' or '>' or ',' or ';' or '"' or '(' or ')';
}

/// <summary>A whole web address, https or http, or a path of this site.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class WebAddressRule() : TextRule(0, 500)
{
    protected override string? Fault(string text) =>
        text.Length == 0
            ? null
            : base.Fault(text) ?? (IsWebAddress(text) ? null : "Not a valid web address.");

    private static bool IsWebAddress(string text) =>
        text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal)
        || Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            && address.Host.Length > 0;
}

/// <summary>A plain date: yyyy-mm-dd, or day first: dd/mm/yyyy, dd-mm-yyyy, d/m/yyyy.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class PlainDateRule() : ValidationAttribute(Text)
{
    public const string Text = "Not a valid date.";

    private static readonly string[] Forms =
    [
        "yyyy-MM-dd",
        "dd/MM/yyyy",
        "d/M/yyyy",
        "dd-MM-yyyy",
        "d-M-yyyy",
    ];

    public override bool IsValid(object? value) =>
        value is null or "" || value is string text && Read(text) is not null;

    public static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}

public static class OptionalText
{
    /// <summary>The text without blanks at its ends; null when nothing is left: an empty text clears an optional
    /// one.</summary>
    public static string? OrNull(this string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
