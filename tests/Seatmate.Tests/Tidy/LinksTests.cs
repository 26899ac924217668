using System.Text.RegularExpressions;

namespace Seatmate.Tests.Tidy;

/// <summary>Whoever follows a link of the documents arrives: the file is there, and so is the heading.</summary>
public sealed partial class LinksTests
{
    private static readonly string[] Elsewhere =
    [
        "node_modules",
        "bin",
        "obj",
        "out",
        "data",
        ".git",
        "TestResults",
    ];

    [Fact]
    public void Every_relative_link_of_every_document_leads_somewhere()
    {
        var documents = Documents(new DirectoryInfo(Source.Root)).ToList();
        documents.Count.ShouldBeGreaterThan(10);

        var lost = documents.SelectMany(Lost).ToList();

        lost.ShouldBeEmpty("These links lead nowhere: mend them, or write what they promise.");
    }

    private static IEnumerable<string> Documents(DirectoryInfo folder) =>
        folder
            .EnumerateFiles("*.md")
            .Select(file => file.FullName)
            .Concat(
                folder
                    .EnumerateDirectories()
                    .Where(inner => !Elsewhere.Contains(inner.Name))
                    .SelectMany(Documents)
            );

    private static IEnumerable<string> Lost(string document) =>
        Link()
            .Matches(WithoutCode(document))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains(':', StringComparison.Ordinal))
            .Where(target => !Leads(document, target))
            .Select(target => $"{Path.GetRelativePath(Source.Root, document)}: {target}");

    private static bool Leads(string document, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, parts[0]);
        if (parts.Length == 1)
            return Path.Exists(file);
        return File.Exists(file)
            && Heading().Matches(WithoutCode(file)).Any(match => Anchor(match) == parts[1]);
    }

    /// <summary>The anchor that a heading gets when it is shown.</summary>
    private static string Anchor(Match heading) =>
        string.Concat(
            heading
                .Groups["text"]
                .Value.Trim()
                .ToLowerInvariant()
                .Where(sign => char.IsLetterOrDigit(sign) || sign is ' ' or '-' or '_')
                .Select(sign => sign == ' ' ? '-' : sign)
        );

    private static string WithoutCode(string document) => Code().Replace(File.ReadAllText(document), "");

    [GeneratedRegex(@"(\]\(|src="")(?<target>[^)""\s]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```|`[^`\n]*`", Blocks, 1000)]
    private static partial Regex Code();

    private const RegexOptions Blocks =
        RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline;
}
