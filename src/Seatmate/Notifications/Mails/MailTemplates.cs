using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using HandlebarsDotNet;
using Seatmate.Platform.Http;
using Template = System.Lazy<HandlebarsDotNet.HandlebarsTemplate<object, object>>;

namespace Seatmate.Notifications.Mails;

/// <summary>What a mail says, ready to be sent.</summary>
public sealed record MailText(string Subject, string Body, string Html);

/// <summary>The same in two lines: its subject, and the line that mail programs show beside it.</summary>
public sealed record BriefText(string Title, string Text);

/// <summary>The mails as src/mails compiled them, one for each kind and language, to be filled with values. A value
/// that a template asks for and nobody gave is an error; what is filled in is escaped in HTML.</summary>
public sealed partial class MailTemplates
{
    private const string Resource = "mails.json";

    private readonly Dictionary<string, MailCalendar> calendars;
    private readonly Dictionary<(string Kind, string Language), Filling> fillings = [];
    private readonly Dictionary<string, string[]> briefValues = [];

    public MailTemplates()
    {
        using var file =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is missing in the program.");
        var compiled = JsonSerializer.Deserialize<Compiled>(file, JsonShape.Options)!;
        calendars = compiled.Calendars;
        foreach (var (kind, languages) in compiled.Mails)
        {
            briefValues[kind] =
            [
                .. languages.Values.SelectMany(parts => parts.Brief).Distinct(StringComparer.Ordinal),
            ];
            foreach (var (language, parts) in languages)
                fillings[(kind, language)] = new(parts);
        }
    }

    /// <summary>The kinds that there is a template for.</summary>
    public IEnumerable<string> Kinds =>
        fillings.Keys.Select(key => key.Kind).Distinct(StringComparer.Ordinal);

    public MailCalendar Calendar(string language) => calendars[language];

    /// <summary>The words of a mail by their names, for what says the same in another form.</summary>
    public IReadOnlyDictionary<string, string> Words(string kind, string language) =>
        fillings[(kind, language)].Words;

    public MailText Fill(string kind, string language, IReadOnlyDictionary<string, object?> values)
    {
        if (!fillings.TryGetValue((kind, language), out var filling))
            throw new InvalidOperationException($"There is no template {kind} in {language}.");
        if (filling.Values.FirstOrDefault(name => !values.ContainsKey(name)) is { } missing)
            throw new InvalidOperationException($"The mail {kind} needs a value '{missing}'.");
        var words = calendars[language].InWords(values);
        return new(filling.Subject(words), filling.Text(words), filling.Html(words));
    }

    /// <summary>Which values the brief text of a kind takes, in whichever language.</summary>
    public IReadOnlyList<string> BriefValues(string kind) => briefValues[kind];

    public BriefText Brief(string kind, string language, IReadOnlyDictionary<string, object?> values)
    {
        var filling = fillings[(kind, language)];
        var words = calendars[language].InWords(values);
        return new(filling.Subject(words), filling.Preheader(words));
    }

    [GeneratedRegex(@"(\n[ \t]*){3,}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ManyBlankLines();

    private sealed record Parts(
        string Subject,
        string Preheader,
        string Html,
        string Text,
        IReadOnlyList<string> Values,
        IReadOnlyList<string> Brief,
        IReadOnlyDictionary<string, string> Words
    );

    private sealed record Compiled(
        Dictionary<string, MailCalendar> Calendars,
        Dictionary<string, Dictionary<string, Parts>> Mails
    );

    /// <summary>Each template is compiled when it is first filled: all of them at once would take longer than the
    /// rest of a start.</summary>
    private sealed class Filling(Parts parts)
    {
        private readonly Template subject = OnFirstUse(parts.Subject, plain: true);
        private readonly Template preheader = OnFirstUse(parts.Preheader, plain: true);
        private readonly Template text = OnFirstUse(parts.Text, plain: true);
        private readonly Template html = OnFirstUse(parts.Html, plain: false);

        public IReadOnlyList<string> Values => parts.Values;
        public IReadOnlyDictionary<string, string> Words => parts.Words;

        public string Subject(object words) => MailCalendar.OneLine(subject.Value(words));

        public string Preheader(object words) => MailCalendar.OneLine(preheader.Value(words));

        public string Text(object words) => ManyBlankLines().Replace(text.Value(words), "\n\n").Trim();

        public string Html(object words) => html.Value(words);

        private static Template OnFirstUse(string source, bool plain) =>
            new(() =>
                Handlebars
                    .Create(
                        new HandlebarsConfiguration
                        {
                            NoEscape = plain,
                            ThrowOnUnresolvedBindingExpression = true,
                        }
                    )
                    .Compile(source)
            );
    }
}
