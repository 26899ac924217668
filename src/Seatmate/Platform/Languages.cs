using System.ComponentModel.DataAnnotations;
using Microsoft.Net.Http.Headers;

namespace Seatmate.Platform;

/// <summary>The languages that people can be written to in, by their codes of ISO 639.</summary>
public static class Languages
{
    public const string Standard = "en";

    public static readonly IReadOnlyList<string> Known = ["en", "de", "fr", "es"];

    /// <summary>The known language that a browser likes best (Accept-Language), if it likes any.</summary>
    public static string? Preferred(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .AcceptLanguage.Where(wish => wish.Quality is not 0)
            .OrderByDescending(wish => wish, StringWithQualityHeaderValueComparer.QualityComparer)
            .Select(wish => wish.Value.ToString().Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(Known.Contains);
}

/// <summary>The code of a known language.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class LanguageRule()
    : ValidationAttribute($"Must be one of {string.Join(", ", Languages.Known)}.")
{
    public override bool IsValid(object? value) =>
        value is null || value is string language && Languages.Known.Contains(language);
}
