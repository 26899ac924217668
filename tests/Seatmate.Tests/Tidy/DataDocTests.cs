using System.Text.RegularExpressions;

namespace Seatmate.Tests.Tidy;

/// <summary>The pages that show the tables and the invariants name what is in the migrations and in the
/// tests.</summary>
public sealed partial class DataDocTests
{
    private static readonly string Migrations = string.Concat(
        Directory
            .EnumerateFiles(Path.Combine(Source.Root, "src/Seatmate/Migrations"), "*.sql")
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText)
    );

    [Fact]
    public void Every_table_and_every_rule_is_on_the_page_of_tables()
    {
        var page = File.ReadAllText(Path.Combine(Source.Root, "docs/data.md"));
        var rules = Rule().Matches(Migrations).Select(rule => rule.Groups["name"].Value).ToList();
        rules.Count.ShouldBeGreaterThan(50);

        var missing = rules
            .Where(rule => !IsDropped(rule) && !page.Contains($"`{rule}`", StringComparison.Ordinal))
            .ToList();

        missing.ShouldBeEmpty("docs/data.md does not show these; say what they mean there.");
    }

    private static bool IsDropped(string rule)
    {
        var last = Migrations.LastIndexOf($"CONSTRAINT {rule}", StringComparison.Ordinal);
        return last > 0 && Migrations[..last].EndsWith("DROP ", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_that_the_pages_name_is_in_the_migrations()
    {
        var named = new[] { "docs/data.md", "ARCHITECTURE.md" }
            .Select(file => File.ReadAllText(Path.Combine(Source.Root, file)))
            .SelectMany(text => NameOfRule().Matches(text))
            .Select(name => name.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        named.Count.ShouldBeGreaterThan(50);

        var invented = named.Where(name => !Migrations.Contains(name, StringComparison.Ordinal)).ToList();

        invented.ShouldBeEmpty("These are in no migration.");
    }

    [Fact]
    public void Every_test_that_the_architecture_names_is_there()
    {
        var tests = Directory
            .EnumerateFiles(
                Path.Combine(Source.Root, "tests/Seatmate.Tests"),
                "*Tests.cs",
                SearchOption.AllDirectories
            )
            .Select(Path.GetFileNameWithoutExtension)
            .ToHashSet(StringComparer.Ordinal);
        var named = NameOfTest()
            .Matches(File.ReadAllText(Path.Combine(Source.Root, "ARCHITECTURE.md")))
            .Select(name => name.Groups["name"].Value)
            .ToList();
        named.ShouldNotBeEmpty();

        named
            .Where(name => !tests.Contains(name))
            .ShouldBeEmpty("ARCHITECTURE.md names tests that are not there.");
    }

    [GeneratedRegex(
        @"(CREATE TABLE (\w+\.)?|CREATE UNIQUE INDEX |CREATE TRIGGER |(?<!DROP )CONSTRAINT )(?<name>\w+)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Rule();

    [GeneratedRegex("`(?<name>[a-z]+(_[a-z]+){2,})`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NameOfRule();

    [GeneratedRegex(@"`(?<name>\w+Tests)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NameOfTest();
}
