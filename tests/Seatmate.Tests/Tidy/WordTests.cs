using System.Text.RegularExpressions;

namespace Seatmate.Tests.Tidy;

/// <summary>One word a concept, and none that says nothing: docs/glossary.md.</summary>
public sealed partial class WordTests
{
    private static readonly Dictionary<string, string> Instead = new(StringComparer.Ordinal)
    {
        ["Manager"] = "say what it does to what",
        ["Helper"] = "say what it helps with; a function beside its only caller needs no class",
        ["Util"] = "say what it is about",
        ["Utils"] = "say what it is about",
        ["Common"] = "say what is common to whom",
        ["Dto"] = "requests and answers carry the use case's name",
        ["Impl"] = "an interface with one implementation needs no interface",
        ["Reservation"] = "a place that is held is a hold",
        ["Cart"] = "a place that is held is a hold",
        ["Purchase"] = "what is bought is an order",
    };

    [Fact]
    public void No_type_has_a_word_in_its_name_that_means_nothing_or_something_else()
    {
        var types = typeof(Modules)
            .Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Seatmate") == true)
            .ToList();
        types.Count.ShouldBeGreaterThan(100);

        types
            .SelectMany(type => Words().Matches(type.Name).Select(word => (type, word.Value)))
            .Where(found => Instead.ContainsKey(found.Value))
            .Select(found => $"{found.type.FullName}: {Instead[found.Value]}")
            .ShouldBeEmpty();
    }

    [GeneratedRegex("[A-Z][a-z]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
