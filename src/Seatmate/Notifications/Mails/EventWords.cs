using Seatmate.Events.Contracts;
using Seatmate.Platform;

namespace Seatmate.Notifications.Mails;

/// <summary>What every mail about an event says of it.</summary>
public static class EventWords
{
    public static Dictionary<string, object?> Of(EventTerms terms, Settings settings) =>
        new(StringComparer.Ordinal)
        {
            ["title"] = terms.Title,
            ["when"] = terms.LocalStart,
            ["zone"] = terms.TimeZone,
            ["location"] = terms.Location,
            ["event_url"] = new Uri(settings.PublicUrl, $"/e/{terms.Slug}"),
        };
}
