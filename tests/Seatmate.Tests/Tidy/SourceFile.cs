namespace Seatmate.Tests.Tidy;

/// <summary>A C# file of ours, read as text: it is formatted, so that lines and indents tell what belongs
/// together.</summary>
public sealed record SourceFile(string Path, string[] Lines)
{
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>A use case: a static class with the method that answers the request.</summary>
    public bool IsSlice =>
        Lines.Any(line =>
            line.Contains(" Handle(", StringComparison.Ordinal) && line.StartsWith("    public static")
        );

    public static List<SourceFile> All(params string[] folders) =>
        [
            .. folders
                .SelectMany(folder =>
                    Directory.EnumerateFiles(
                        System.IO.Path.Combine(Source.Root, folder),
                        "*.cs",
                        SearchOption.AllDirectories
                    )
                )
                .Where(path =>
                    !path.Split(System.IO.Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
                )
                .Order(StringComparer.Ordinal)
                .Select(path => new SourceFile(
                    System.IO.Path.GetRelativePath(Source.Root, path),
                    File.ReadAllLines(path)
                )),
        ];

    /// <summary>All lines but those that hold a text, such as SQL, SVG or a sentence for people: it is as wide as it
    /// is.</summary>
    public IEnumerable<(string Place, string Text)> LinesOfCode()
    {
        var inText = false;
        for (var i = 0; i < Lines.Length; i++)
        {
            var quotes = Lines[i].Split("\"\"\"").Length - 1;
            if (!inText && !Lines[i].Contains('"', StringComparison.Ordinal))
                yield return ($"{Path}:{i + 1}", Lines[i]);
            inText ^= quotes % 2 == 1;
        }
    }

    /// <summary>Where a method starts (its name's line) and how many lines its body has.</summary>
    public IEnumerable<(int Line, int Length)> Methods()
    {
        for (var start = 1; start < Lines.Length; start++)
        {
            var indent = Lines[start].Length - Lines[start].TrimStart().Length;
            if (indent is 0 or > 12 || Lines[start].Trim() != "{" || !EndsSignature(Lines[start - 1]))
                continue;
            var end = Array.FindIndex(Lines, start, line => line.StartsWith(new string(' ', indent) + "}"));
            yield return (start, end - start - 1);
        }
    }

    private static bool EndsSignature(string line) =>
        line.TrimEnd() is var text
        && (text.EndsWith(')') || text.TrimStart().StartsWith("where ", StringComparison.Ordinal))
        && !StatementWords.Any(word => text.TrimStart().StartsWith(word, StringComparison.Ordinal));

    private static readonly string[] StatementWords =
    [
        "if (",
        "else if (",
        "for (",
        "foreach (",
        "while (",
        "using (",
        "lock (",
        "switch (",
        "catch",
        "do",
        "when",
        "await foreach (",
        "await using (",
    ];
}
