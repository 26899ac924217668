using System.Text;
using Seatmate.Events.Contracts;
using Seatmate.Ticketing.Tickets;

namespace Seatmate.Tests.Ticketing.Tickets;

public sealed class CalendarFileTests
{
    [Fact]
    public void What_has_a_meaning_in_the_format_is_written_so_that_it_has_none()
    {
        var lines = Lines(Write(title: "Songs; loud,\r\nand \\new\u0007"));

        lines.ShouldContain("SUMMARY:Songs\\; loud\\,\\nand \\\\new");
    }

    [Fact]
    public void No_line_is_longer_than_75_octets_and_no_sign_is_cut()
    {
        var title = string.Concat(Enumerable.Repeat("Ä🎷 ", 60));

        var file = Write(title);

        file.Split("\r\n").ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
        file.ShouldNotContain("\uFFFD");
        Lines(file).ShouldContain($"SUMMARY:{title}");
    }

    [Fact]
    public void Times_are_in_UTC_and_the_end_is_there_when_it_is_known()
    {
        var start = new DateTimeOffset(2031, 5, 1, 20, 0, 0, TimeSpan.FromHours(2));

        Lines(Write(start: start)).ShouldContain("DTSTART:20310501T180000Z");
        Lines(Write(start: start))
            .ShouldNotContain(line => line.StartsWith("DTEND", StringComparison.Ordinal));
        Lines(Write(start: start, end: start.AddHours(3))).ShouldContain("DTEND:20310501T210000Z");
    }

    /// <summary>As a calendar reads it: what was folded is put together again.</summary>
    private static string[] Lines(string file) =>
        file.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");

    private static string Write(
        string title = "Songs",
        DateTimeOffset start = default,
        DateTimeOffset? end = null
    ) =>
        CalendarFile.Write(
            Guid.Empty,
            new EventTerms(
                1,
                "songs",
                title,
                1,
                "Ada",
                start,
                end,
                SaleStartsAt: null,
                SaleEndsAt: null,
                "UTC",
                start.UtcDateTime,
                "The Hall",
                null,
                "EUR",
                0,
                5,
                OnSale: true,
                TeamRole: null,
                ForAdmin: false
            ),
            "1 × Floor",
            new("https://tickets.example.org/e/songs"),
            new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero)
        );
}
