using System.Text.RegularExpressions;
using HandlebarsDotNet.Compiler;
using Seatmate.Notifications.Mails;
using Seatmate.Platform;

namespace Seatmate.Tests.Notifications.Mails;

public sealed partial class MailTemplatesTests
{
    private static readonly MailTemplates Templates = new();

    public static TheoryData<string, string> EveryMail() =>
        [.. from kind in MailKinds.All from language in Languages.Known select (kind.Name, language)];

    [Theory]
    [MemberData(nameof(EveryMail))]
    public async Task Every_mail_is_whole_in_every_language(string kind, string language)
    {
        var mail = Templates.Fill(kind, language, MailSamples.Of(kind));

        foreach (var part in new[] { mail.Subject, mail.Body, mail.Html })
        {
            part.ShouldNotBeNullOrWhiteSpace();
            Leftover().Matches(part).ShouldBeEmpty(part);
        }
        mail.Html.ShouldContain($"lang=\"{language}\"");
        mail.Html.ShouldContain("name=\"color-scheme\"");
        mail.Body.ShouldNotContain("<");
        await ShowToWhoeverWantsToLook(kind, language, mail);
    }

    [Fact]
    public void Every_kind_has_a_template_and_a_sample_and_every_template_a_kind()
    {
        var kinds = MailKinds.All.Select(kind => kind.Name).Order(StringComparer.Ordinal).ToArray();
        kinds.ShouldBeUnique();

        Templates.Kinds.Order(StringComparer.Ordinal).ShouldBe(kinds);
        MailSamples.Kinds.Order(StringComparer.Ordinal).ShouldBe(kinds);
    }

    [Theory]
    [MemberData(nameof(EveryMail))]
    public void A_value_that_nobody_gave_is_an_error(string kind, string language)
    {
        var values = MailSamples.Of(kind);
        foreach (var missing in values.Keys)
        {
            var rest = values.Where(pair => pair.Key != missing).ToDictionary(StringComparer.Ordinal);

            Should
                .Throw<InvalidOperationException>(() => Templates.Fill(kind, language, rest))
                .Message.ShouldContain($"'{missing}'");
        }
    }

    [Fact]
    public void A_value_of_a_row_that_nobody_gave_is_an_error()
    {
        var values = MailSamples.Of("tickets");
        values["lines"] = new[] { new Dictionary<string, object?> { ["quantity"] = 2 } };

        Should
            .Throw<HandlebarsUndefinedBindingException>(() => Templates.Fill("tickets", "en", values))
            .Message.ShouldContain("what");
    }

    [Fact]
    public void What_people_write_is_only_ever_text()
    {
        var values = MailSamples.Of("tickets");
        values["name"] = "<img src=x onerror=alert(1)>{{title}}\r\nBcc: x";
        values["title"] = "Songs & \"more\" {{name}}\r\nBcc: everybody";

        var mail = Templates.Fill("tickets", "en", values);

        mail.Subject.ShouldBe("Your tickets: Songs & \"more\" {{name}}Bcc: everybody");
        mail.Html.ShouldNotContain("<img src=x");
        mail.Html.ShouldContain("&lt;img src");
        mail.Body.ShouldContain("<img src=x onerror=alert(1)>{{title}}Bcc: x,");
    }

    [Theory]
    [InlineData("en", "Thursday, 1 May 2031, 18:00", "37.50 EUR")]
    [InlineData("de", "Donnerstag, 1. Mai 2031, 18:00 Uhr", "37,50 EUR")]
    [InlineData("fr", "jeudi 1 mai 2031, 18 h 00", "37,50 EUR")]
    [InlineData("es", "jueves, 1 de mayo de 2031, 18:00", "37,50 EUR")]
    public void Moments_and_amounts_are_written_as_the_language_does(
        string language,
        string when,
        string total
    )
    {
        var mail = Templates.Fill("tickets", language, MailSamples.Of("tickets"));

        mail.Body.ShouldContain(when);
        mail.Body.ShouldContain(total);
        mail.Body.ShouldContain("\n\n2 × An evening of songs, Floor\n1 × An evening of songs, Balcony\n\n");
    }

    /// <summary>With MAILS=folder they are written there, for tests/browser/stage/mailPictures.mjs.</summary>
    private static async Task ShowToWhoeverWantsToLook(string kind, string language, MailText mail)
    {
        if (Environment.GetEnvironmentVariable("MAILS") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{kind}.{language}.html"), mail.Html);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{kind}.{language}.txt"), mail.Body);
    }

    [GeneratedRegex(@"\[\[|\]\]|\{\{|\}\}|%[a-z]+%", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Leftover();
}
