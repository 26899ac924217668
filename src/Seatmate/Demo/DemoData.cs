using System.Reflection;
using System.Text.Json;
using Seatmate.Platform.Http;

namespace Seatmate.Demo;

public sealed record DemoPerson(
    string Key,
    string Name,
    string UserName,
    string Email,
    string? Dob,
    bool IsAdmin = false
);

public sealed record DemoVenue(
    string Key,
    string Name,
    string Place,
    string Address,
    double Latitude,
    double Longitude,
    int Capacity,
    string TimeZone
);

public sealed record DemoSection(string Name, string Price, int Capacity);

public sealed record DemoEvent(
    string Key,
    string Organiser,
    string Title,
    string Description,
    int DaysFromNow,
    string LocalTime,
    int DurationMinutes,
    string TimeZone,
    string? Venue,
    string Location,
    string[] Tags,
    string TicketPrice,
    string Currency,
    string TaxPercent,
    string Status,
    int MaxTicketsPerUser,
    DemoSection[] Sections,
    int? SaleDaysFromNow = null,
    string SaleLocalTime = "10:00"
);

public sealed record DemoPost(
    string Key,
    string Author,
    string Title,
    string Content,
    string? Event,
    string? Location,
    int HoursAgo
);

public sealed record DemoComment(string Post, string Author, string Content, int HoursAgo);

public sealed record DemoLike(string Post, string Author);

public sealed record DemoBooking(string Event, string Buyer, string Section, int Tickets, int HoursAgo);

/// <summary>A town's evenings, in words: people, venues, events and what was said and booked. Read from
/// demo.json.</summary>
public sealed record DemoData(
    DemoPerson[] People,
    DemoVenue[] Venues,
    DemoEvent[] Events,
    DemoPost[] Posts,
    DemoComment[] Comments,
    DemoLike[] Likes,
    DemoBooking[] Bookings
)
{
    /// <summary>The password of everybody in it, known to all the world.</summary>
    public const string Password = "Abc12345";

    public static DemoData Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("demo.json")!;
        return JsonSerializer.Deserialize<DemoData>(stream, JsonShape.Options)!;
    }
}
