using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Ticketing.Sections;

/// <summary>A part of an event's house with a price of its own; its places are a stock, maybe with others of the same
/// pool.</summary>
public sealed class Section
{
    public const string Standard = "General Admission";

    public long Id { get; private set; }
    public required long EventId { get; init; }
    public required string Name { get; set; }
    public required int Position { get; set; }
    public required long PriceMinor { get; set; }

    public SectionSale Sale { get; set; }

    /// <summary>Its places are seats with numbers.</summary>
    public bool Seated { get; private set; }
}

/// <summary>Places that several sections of an event share; a stock as well.</summary>
public sealed class Pool
{
    public long Id { get; private set; }
    public required long EventId { get; init; }
    public required string Name { get; set; }
}

/// <summary>The name of a section, as somebody typed it.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class SectionNameRule() : TextRule(1, 80);
