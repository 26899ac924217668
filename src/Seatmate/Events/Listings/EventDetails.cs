using System.Text.Json.Serialization;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Organisers;
using Seatmate.Events.Venues;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Events.Listings;

/// <summary>An event in a list. `date` is the instant, `local_date` what the clock on the wall shows there; nothing is
/// sold before `sale_starts_at` or from `sale_ends_at` on, where there is one; `lowest_price` and `highest_price` what
/// its sections cost; `places_left` null where there is no limit; `stars` the mean of its reviews, null while it has
/// none.</summary>
public sealed record EventSummary(
    long Id,
    string Slug,
    string Title,
    DateTimeOffset Date,
    DateTimeOffset? EndsAt,
    DateTimeOffset? SaleStartsAt,
    DateTimeOffset? SaleEndsAt,
    string TimeZone,
    DateTime LocalDate,
    string Location,
    VenueSummary? Venue,
    decimal TicketPrice,
    decimal LowestPrice,
    decimal HighestPrice,
    string Currency,
    string ImageUrl,
    IReadOnlyList<string> Tags,
    EventStatus Status,
    OrganiserSummary Organiser,
    long? PlacesLeft,
    decimal? Stars,
    long ReviewCount
)
{
    /// <summary>Where a list by rating goes on.</summary>
    [JsonIgnore]
    public long StarsRank { get; init; }

    /// <summary>How many places it has in all, if it has a limit; only beside one's teams' events.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Capacity { get; init; }

    /// <summary>How many places are taken; only beside one's teams' events.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Taken { get; init; }
}

/// <summary>A section of an event's page. `capacity` is its own limit, null when it is unlimited; `pool` the name of
/// the places that it shares with others; `available` how many of it can be had, by the smaller limit, null when
/// there is none.</summary>
public sealed record SectionDetails(
    long Id,
    string Name,
    decimal Price,
    string Currency,
    long? Capacity,
    bool Unlimited,
    string? Pool,
    SectionSale Sale,
    long? Available
)
{
    /// <summary>How many are held, sold or kept by vouchers; only for the event's team.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Taken { get; init; }
}

/// <summary>Places that sections share.</summary>
public sealed record PoolDetails(string Name, long Capacity, long Available);

/// <summary>An event's own page. `description` is the Markdown as typed, `description_html` safe to show as it
/// is.</summary>
public sealed record EventDetails(
    long Id,
    string Slug,
    string Title,
    DateTimeOffset Date,
    DateTimeOffset? EndsAt,
    DateTimeOffset? SaleStartsAt,
    DateTimeOffset? SaleEndsAt,
    string TimeZone,
    DateTime LocalDate,
    string Location,
    VenueSummary? Venue,
    decimal TicketPrice,
    decimal LowestPrice,
    decimal HighestPrice,
    string Currency,
    string ImageUrl,
    IReadOnlyList<string> Tags,
    EventStatus Status,
    OrganiserSummary Organiser,
    long? PlacesLeft,
    decimal? Stars,
    long ReviewCount,
    string Description,
    string DescriptionHtml,
    int MaxTicketsPerUser,
    decimal TaxPercent,
    IReadOnlyList<SectionDetails> Sections,
    IReadOnlyList<PoolDetails> Pools,
    UserSummary? Creator,
    bool CanEdit,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    /// <summary>Who is in its team; told to nobody.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<long> Team { get; init; } = [];
}
