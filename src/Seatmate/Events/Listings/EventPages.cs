using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Seatmate.Platform;
using Seatmate.Platform.Http;
using Seatmate.Platform.Markdown;
using Seatmate.Platform.Time;

namespace Seatmate.Events.Listings;

/// <summary>Writes an event into the head of the web app's first HTML. Everything that people typed is encoded: as
/// HTML in attributes, as JSON without angle brackets in the data block.</summary>
public sealed partial class EventPages(Settings settings, TimeProvider clock)
{
    private const int DescriptionLengthMax = 200;
    private const string WithoutApp = """
        <!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <title>Seatmate</title>
          </head>
          <body></body>
        </html>
        """;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The web app's HTML as it is; the head alone where there is no web app.</summary>
    public static async Task<string> Plain(CancellationToken cancel)
    {
        var path = Path.Combine(Pages.Folder, "index.html");
        return File.Exists(path) ? await File.ReadAllTextAsync(path, cancel) : WithoutApp;
    }

    public async Task<string> Filled(EventDetails details, CancellationToken cancel)
    {
        var html = await Plain(cancel);
        var head = Head(details);
        html = DescriptionTag().Replace(html, "");
        html = TitleTag().Replace(html, _ => $"<title>{Encode(details.Title)} · Seatmate</title>", 1);
        return HeadEnd().Replace(html, _ => $"{head}</head>", 1);
    }

    private string Head(EventDetails details)
    {
        var line =
            $"{When(details)}, {details.Location}. {SafeMarkdown.ToLine(details.Description, DescriptionLengthMax)}";
        (string Kind, string Name, string? Text)[] tags =
        [
            ("name", "description", line),
            ("property", "og:type", "website"),
            ("property", "og:site_name", "Seatmate"),
            ("property", "og:title", details.Title),
            ("property", "og:description", line),
            ("property", "og:url", Address(details)),
            ("property", "og:image", Absolute(details.ImageUrl)),
            ("name", "twitter:card", "summary_large_image"),
            ("name", "robots", details.Status == EventStatus.Draft ? "noindex" : null),
        ];
        var lines = tags.Where(tag => tag.Text is not null)
            .Select(tag => $"""<meta {tag.Kind}="{tag.Name}" content="{Encode(tag.Text!)}">""")
            .Append($"""<link rel="canonical" href="{Encode(Address(details))}">""")
            .Append($"""<script type="application/ld+json">{LinkedData(details)}</script>""");
        return string.Concat(lines.Select(tag => $"  {tag}\n  ")).TrimEnd() + "\n  ";
    }

    private string LinkedData(EventDetails details) =>
        new JsonObject
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "Event",
            ["name"] = details.Title,
            ["startDate"] = Local(details.Date, details.TimeZone),
            ["endDate"] = details.EndsAt is { } end ? Local(end, details.TimeZone) : null,
            ["eventStatus"] = "https://schema.org/EventScheduled",
            ["eventAttendanceMode"] = "https://schema.org/OfflineEventAttendanceMode",
            ["description"] = SafeMarkdown.ToLine(details.Description, 2 * DescriptionLengthMax),
            ["image"] = Absolute(details.ImageUrl),
            ["url"] = Address(details),
            ["location"] = Place(details),
            ["organizer"] = new JsonObject { ["@type"] = "Organization", ["name"] = details.Organiser.Name },
            ["offers"] = new JsonArray([.. details.Sections.Select(section => Offer(section, details))]),
        }.ToJsonString(Indented);

    private static JsonObject Place(EventDetails details)
    {
        var place = new JsonObject
        {
            ["@type"] = "Place",
            ["name"] = details.Venue?.Name ?? details.Location,
            ["address"] = details.Venue?.Place ?? details.Location,
        };
        if (details.Venue is { Latitude: { } latitude, Longitude: { } longitude })
            place["geo"] = new JsonObject
            {
                ["@type"] = "GeoCoordinates",
                ["latitude"] = latitude,
                ["longitude"] = longitude,
            };
        return place;
    }

    private JsonObject Offer(SectionDetails section, EventDetails details)
    {
        var offer = new JsonObject
        {
            ["@type"] = "Offer",
            ["name"] = section.Name,
            ["price"] = section.Price,
            ["priceCurrency"] = section.Currency,
            ["availability"] = $"https://schema.org/{AvailabilityOf(section, details)}",
            ["url"] = Address(details),
        };
        if (details.SaleStartsAt is { } starts)
            offer["validFrom"] = Local(starts, details.TimeZone);
        if (details.SaleEndsAt is { } ends)
            offer["availabilityEnds"] = Local(ends, details.TimeZone);
        return offer;
    }

    private string AvailabilityOf(SectionDetails section, EventDetails details)
    {
        var now = clock.GetUtcNow();
        return details.SaleStartsAt > now ? "PreSale"
            : details.SaleEndsAt <= now ? "OutOfStock"
            : section.Available is null or > 0 ? "InStock"
            : "SoldOut";
    }

    private string Address(EventDetails details) => Absolute($"/e/{Uri.EscapeDataString(details.Slug)}");

    private string Absolute(string address) => new Uri(settings.PublicUrl, address).AbsoluteUri;

    private static string When(EventDetails details) => details.LocalDate.ToString("dddd d MMMM yyyy, HH:mm");

    private static string Local(DateTimeOffset instant, string zone) =>
        WallTime.WithOffset(instant, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz");

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    [GeneratedRegex(@"<title>.*?</title>", Exact, 1000)]
    private static partial Regex TitleTag();

    [GeneratedRegex(@"\s*<meta name=""description""[^>]*>", Exact, 1000)]
    private static partial Regex DescriptionTag();

    [GeneratedRegex("</head>", Exact, 1000)]
    private static partial Regex HeadEnd();

    private const RegexOptions Exact =
        RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.CultureInvariant;
}
