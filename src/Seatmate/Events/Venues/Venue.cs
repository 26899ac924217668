namespace Seatmate.Events.Venues;

/// <summary>A house where events take place; anybody may enter one, and everybody may use it.</summary>
public sealed class Venue
{
    public long Id { get; private set; }
    public required string Slug { get; init; }
    public required string Name { get; init; }
    public required string Place { get; init; }
    public string? Address { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public int? Capacity { get; init; }
    public string? ImageUrl { get; init; }
    public string? TimeZone { get; init; }
    public long? CreatedBy { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }
    public string SearchText { get; private set; } = "";
    public string[] SearchPairs { get; private set; } = [];

    /// <summary>Where an event there takes place, in words.</summary>
    public string Label => $"{Name}, {Place}";
}
