using System.Diagnostics;
using System.Text.RegularExpressions;
using Seatmate.Platform.Markdown;

namespace Seatmate.Tests.Platform.Markdown;

public sealed partial class SafeMarkdownTests
{
    [Theory]
    [InlineData("**bold** and *soft*", "<p><strong>bold</strong> and <em>soft</em></p>")]
    [InlineData("# Title", "<h3>Title</h3>")]
    [InlineData(
        "[x](https://a.example)",
        "<p><a href=\"https://a.example\" rel=\"nofollow ugc noopener\">x</a></p>"
    )]
    [InlineData("<b>no</b>", "<p>&lt;b&gt;no&lt;/b&gt;</p>")]
    [InlineData("~~gone~~", "<p><del>gone</del></p>")]
    public void Ordinary_markdown_is_shown(string markdown, string html) =>
        SafeMarkdown.ToHtml(markdown).ShouldBe(html);

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java\tscript:alert(1))")]
    [InlineData("[x](<java\nscript:alert(1)>)")]
    [InlineData("[x](&#106;avascript:alert(1))")]
    [InlineData("[x](&#x0A;javascript:alert(1))")]
    [InlineData("[x](\u0001javascript:alert(1))")]
    [InlineData("[x](javascript&colon;alert(1))")]
    [InlineData("[x](vbscript:msgbox(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("![x](data:image/svg+xml;base64,PHN2Zz4=)")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("[x][1]\n\n[1]: javascript:alert(1)")]
    [InlineData("![x][1]\n\n[1]: data:text/html,x")]
    [InlineData("[![x](javascript:alert(1))](javascript:alert(2))")]
    [InlineData("[![x](javascript:alert(1))](https://a.example)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x](//evil.example)")]
    [InlineData("[x](/user/1)")]
    [InlineData("[x](https:evil.example \"onmouseover=alert(1)\")")]
    [InlineData("[x](https://a.example/\"onmouseover=alert(1))")]
    [InlineData("[x](https://a.example){onclick=alert(1)}")]
    [InlineData("# x {onclick=alert(1)}")]
    [InlineData("| a | b |\n|---|---|\n| <script>x</script> | [y](javascript:z) |")]
    [InlineData("```html onload=alert(1)\n<script>\n```")]
    [InlineData("<https://a.example/><script>alert(1)</script>")]
    public void No_trick_becomes_a_script(string markdown)
    {
        var html = SafeMarkdown.ToHtml(markdown);

        foreach (var tag in Tags(html))
        {
            tag.ShouldMatch(
                "^</?(p|a|img|h[3-6]|table|thead|tbody|tr|t[hd]|pre|code|em|strong|br|hr)\\b",
                html
            );
            var outside = Quoted().Replace(tag, "\"\"");
            outside.ShouldNotContain(" on", Case.Insensitive, html);
            foreach (var scheme in new[] { "javascript:", "vbscript:", "data:" })
                tag.ShouldNotContain(scheme, Case.Insensitive, html);
        }
        html.ShouldNotContain("href=\"/", Case.Insensitive);
    }

    [Theory]
    [InlineData("> ")]
    [InlineData("1. ")]
    [InlineData("- > ")]
    public void What_nobody_nests_so_deeply_is_shown_as_it_was_typed(string sign)
    {
        var deep = $"Before\n  {string.Concat(Enumerable.Repeat(sign, 17))}end";

        SafeMarkdown.ToHtml(deep).ShouldBe($"<p>{System.Net.WebUtility.HtmlEncode(deep)}</p>");
        SafeMarkdown.ToHtml("> 1. - deep").ShouldContain("<blockquote>");
    }

    [Theory]
    [InlineData("* ")]
    [InlineData("- ")]
    [InlineData("-")]
    public void A_line_across_the_page_may_be_long(string sign) =>
        SafeMarkdown
            .ToHtml($"**Doors**\n\n{string.Concat(Enumerable.Repeat(sign, 40))}\n\nAt seven")
            .ShouldBe("<p><strong>Doors</strong></p>\n<hr />\n<p>At seven</p>");

    [Theory]
    [InlineData(">")]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("*a ")]
    [InlineData("- ")]
    [InlineData("(")]
    [InlineData("`")]
    [InlineData("<")]
    [InlineData("| a ")]
    [InlineData("1. ")]
    public void No_pile_of_signs_takes_long(string sign)
    {
        var half = TimeFor(sign, 10_000);
        var whole = TimeFor(sign, 20_000);

        (whole / Math.Max(half, 500)).ShouldBeLessThan(
            8,
            "twice the signs may not take much more than twice the time"
        );
    }

    private static double TimeFor(string sign, int length)
    {
        var markdown = string.Concat(Enumerable.Repeat(sign, length / sign.Length));
        var clock = Stopwatch.StartNew();
        SafeMarkdown.ToHtml(markdown).ShouldNotBeNull();
        SafeMarkdown.ToLine(markdown, 200).Length.ShouldBeLessThanOrEqualTo(200);
        return clock.Elapsed.TotalMilliseconds;
    }

    [Fact]
    public void A_line_is_the_words_cut_at_a_blank()
    {
        SafeMarkdown
            .ToLine("# Come\n\n- *early*\n- [bring](https://a.example) a coat", 100)
            .ShouldBe("Come early bring a coat");
        SafeMarkdown.ToLine("Come early and bring a coat", 13).ShouldBe("Come early…");
    }

    private static IEnumerable<string> Tags(string html) => Tag().Matches(html).Select(match => match.Value);

    [GeneratedRegex("<[^>]*>?", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex Quoted();
}
