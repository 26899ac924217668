using System.Text.RegularExpressions;

namespace Seatmate.Tests.Tidy;

/// <summary>What the program reads, the page that explains it and the example to copy name the same settings.</summary>
public sealed partial class ConfigurationDocTests
{
    private const string Page = "docs/operating/configuration.md";

    [Fact]
    public void The_page_explains_every_setting_and_no_other()
    {
        var table = Read(Page)
            .Split("\n## ")
            .Single(part => part.StartsWith("Settings\n", StringComparison.Ordinal));

        Names(RowOfTable(), table).ShouldBe(NamesOfProgram(), Difference(Page));
    }

    [Fact]
    public void The_example_has_every_setting_and_no_other()
    {
        const string example = ".env.example";

        Names(LineOfExample(), Read(example)).ShouldBe(NamesOfProgram(), Difference(example));
    }

    private static string[] NamesOfProgram()
    {
        var names = Names(NameInSettings(), Read("src/Seatmate/Platform/Settings.cs"));
        names.Length.ShouldBeGreaterThan(10, "Settings.cs is read in another way than this test knows.");
        return names;
    }

    private static string Difference(string file) =>
        $"Settings.cs and {file} must name the same settings: change the one that is behind.";

    private static string Read(string file) => File.ReadAllText(Path.Combine(Source.Root, file));

    private static string[] Names(Regex pattern, string text) =>
        [
            .. pattern
                .Matches(text)
                .Select(match => match.Groups["name"].Value)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    [GeneratedRegex(@"configuration(\[|, )""(?<name>[A-Z][A-Z0-9_]*)""", Options, 1000)]
    private static partial Regex NameInSettings();

    [GeneratedRegex(@"^\| `(?<name>[A-Z][A-Z0-9_]*)` \|", Options, 1000)]
    private static partial Regex RowOfTable();

    [GeneratedRegex("^#(?<name>[A-Z][A-Z0-9_]*)=", Options, 1000)]
    private static partial Regex LineOfExample();

    private const RegexOptions Options = RegexOptions.Multiline | RegexOptions.ExplicitCapture;
}
