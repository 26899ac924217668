using System.ComponentModel.DataAnnotations;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Listings;

/// <summary>At most ten tags, each of one line and 1 to 30 characters.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class TagsRule : ValidationAttribute
{
    public const int CountMax = 10;
    public const int LengthMax = 30;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is not string[] tags)
            return ValidationResult.Success;
        if (tags.Length > CountMax)
            return new($"At most {CountMax} tags are possible.");
        return tags.All(IsTag)
            ? ValidationResult.Success
            : new($"Each tag needs 1 to {LengthMax} characters, without control characters.");
    }

    /// <summary>Lower case, each once, in the order they were given.</summary>
    public static string[] Tidy(string[] tags) => [.. tags.Select(Tidy).Distinct(StringComparer.Ordinal)];

    public static string Tidy(string tag) => tag.Trim().ToLowerInvariant();

    private static bool IsTag(string? tag) =>
        tag is not null
        && TextRule.IsCleanText(tag, lines: false)
        && tag.Trim().EnumerateRunes().Count() is > 0 and <= LengthMax;
}
