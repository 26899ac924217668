using System.Globalization;
using System.Text;
using Seatmate.Events.Contracts;

namespace Seatmate.Ticketing.Tickets;

/// <summary>An event as a calendar reads it (iCalendar, RFC 5545): one entry, in UTC, so that a calendar shows it in
/// the clock of whoever looks. It names no ticket and no token: calendars are shared. docs/adr/0040 names the library
/// to take instead.</summary>
public static class CalendarFile
{
    public const string MediaType = "text/calendar";

    private const int OctetsPerLineMax = 75;

    /// <summary>The entry of a booking. Its UID stays, so that what is added twice, or anew after the event has moved,
    /// is one entry; of two a calendar keeps the later.</summary>
    public static string Write(Guid bookingId, EventTerms terms, string places, Uri page, DateTimeOffset now)
    {
        var lines = new List<string>
        {
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Seatmate//Tickets//EN",
            "BEGIN:VEVENT",
            $"UID:{bookingId}@{page.Host}",
            $"DTSTAMP:{Instant(now)}",
            $"SEQUENCE:{now.ToUnixTimeSeconds() / 60}",
            $"DTSTART:{Instant(terms.StartsAt)}",
        };
        if (terms.EndsAt is { } end)
            lines.Add($"DTEND:{Instant(end)}");
        lines.AddRange([
            $"SUMMARY:{Text(terms.Title)}",
            $"LOCATION:{Text(terms.Location)}",
            $"DESCRIPTION:{Text(places)}",
            $"URL:{page.AbsoluteUri}",
            "STATUS:CONFIRMED",
            "END:VEVENT",
            "END:VCALENDAR",
        ]);
        return string.Concat(lines.Select(Fold));
    }

    private static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Text(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").EnumerateRunes().Select(Escape));

    private static string Escape(Rune sign) =>
        sign.Value switch
        {
            '\n' => "\\n",
            '\\' or ';' or ',' => $"\\{sign}",
            _ when Rune.IsControl(sign) => "",
            _ => sign.ToString(),
        };

    /// <summary>A line longer than 75 octets goes on in the next, after a blank; a sign is never cut in two.</summary>
    private static string Fold(string line)
    {
        var folded = new StringBuilder();
        var octets = 0;
        foreach (var sign in line.EnumerateRunes())
        {
            if (octets + sign.Utf8SequenceLength > OctetsPerLineMax)
            {
                folded.Append("\r\n ");
                octets = 1;
            }
            folded.Append(sign);
            octets += sign.Utf8SequenceLength;
        }
        return folded.Append("\r\n").ToString();
    }
}
