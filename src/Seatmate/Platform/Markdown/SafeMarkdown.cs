using System.Net;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Seatmate.Platform.Markdown;

/// <summary>Markdown that strangers typed, as HTML that is safe to show. Safe because HTML in it is text, no
/// extension can set attributes, and every link and picture of the parsed document that is not http, https or mailto
/// is replaced by its text.</summary>
public static partial class SafeMarkdown
{
    private const int HeadingsBelow = 2;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UseAutoLinks()
        .UsePipeTables()
        .UseEmphasisExtras()
        .Build();

    /// <summary>The HTML; its headings start at the third level, below those of the page.</summary>
    public static string ToHtml(string markdown)
    {
        if (Parse(markdown) is not { } document)
            return AsTyped(markdown);
        foreach (var heading in document.Descendants<HeadingBlock>())
            heading.Level = Math.Min(6, heading.Level + HeadingsBelow);
        foreach (var link in document.Descendants<LinkInline>().ToList())
            Tame(link);
        foreach (var link in document.Descendants<AutolinkInline>().ToList())
            Tame(link);
        try
        {
            using var writer = new StringWriter();
            var renderer = new HtmlRenderer(writer);
            Pipeline.Setup(renderer);
            renderer.Render(document);
            return writer.ToString().Trim();
        }
        catch (ArgumentException)
        {
            return AsTyped(markdown);
        }
    }

    /// <summary>Its words on one line, cut at a blank: for descriptions in previews.</summary>
    public static string ToLine(string markdown, int lengthMax)
    {
        var words = Parse(markdown) is { } document
            ? string.Join(
                ' ',
                document.Descendants<LeafBlock>().Select(block => string.Concat(Texts(block.Inline)))
            )
            : markdown;
        var line = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= lengthMax)
            return line;
        var end = line.LastIndexOf(' ', lengthMax - 1);
        end = end > 0 ? end : lengthMax - 1;
        return $"{line[..(char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)]}…";
    }

    // What is nested deeper than Markdig is willing to follow is shown as it was typed.
    private static string AsTyped(string markdown) => $"<p>{WebUtility.HtmlEncode(markdown)}</p>";

    /// <summary>Null for what is nested deeper than anybody writes: each level of quotes and lists costs the parser
    /// more than the one before.</summary>
    private static MarkdownDocument? Parse(string markdown)
    {
        foreach (var start in DeeplyNested().EnumerateMatches(markdown))
            if (!IsRule(LineAt(markdown, start.Index)))
                return null;
        try
        {
            return Markdig.Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<char> LineAt(string text, int start)
    {
        var rest = text.AsSpan(start);
        var end = rest.IndexOfAny('\r', '\n');
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>A line across the page: many of one sign, with blanks between them.</summary>
    private static bool IsRule(ReadOnlySpan<char> line)
    {
        var sign = line.TrimStart()[0];
        return sign is '-' or '*' && line.IndexOfAnyExcept(sign, ' ', '\t') < 0;
    }

    private static void Tame(LinkInline link)
    {
        link.Url = link.GetDynamicUrl?.Invoke() ?? link.Url;
        link.GetDynamicUrl = null;
        if (!IsAllowed(link.Url, link.IsImage))
            link.ReplaceBy(new ContainerInline());
        else if (link.IsImage)
            link.GetAttributes().AddProperty("loading", "lazy");
        else
            MarkAsForeign(link);
    }

    private static void Tame(AutolinkInline link)
    {
        if (IsAllowed(link.IsEmail ? $"mailto:{link.Url}" : link.Url, picture: false))
            MarkAsForeign(link);
        else
            link.ReplaceBy(new LiteralInline(link.Url));
    }

    private static void MarkAsForeign(Inline link) =>
        link.GetAttributes().AddProperty("rel", "nofollow ugc noopener");

    private static bool IsAllowed(string? url, bool picture) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme is "https" or "http" || address.Scheme == "mailto" && !picture)
        && url.StartsWith(address.Scheme, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Texts(ContainerInline? inlines)
    {
        foreach (var inline in inlines?.Descendants() ?? [])
        {
            yield return inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                AutolinkInline autolink => autolink.Url,
                LineBreakInline => " ",
                _ => "",
            };
        }
    }

    /// <summary>A line that begins with seventeen signs of quotes and lists.</summary>
    [GeneratedRegex(
        @"^[ \t]*(?:(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])[ \t]*){17}",
        RegexOptions.Multiline | RegexOptions.NonBacktracking
    )]
    private static partial Regex DeeplyNested();
}
