using Seatmate.Platform.Http;

namespace Seatmate.Events.Contracts;

/// <summary>What other modules need to know of an event to sell it, to write about it and to bill it.</summary>
/// <param name="SaleStartsAt">Nothing is sold before; null when it is sold since its publication.</param>
/// <param name="SaleEndsAt">Nothing is sold from then on; null when it is sold until it is over.</param>
/// <param name="ImageUrl">The picture its organiser gave, else the path of the poster that we draw.</param>
/// <param name="OnSale">Published and not deleted.</param>
/// <param name="TeamRole">What the one who asks is in its organiser's team, if anything.</param>
/// <param name="ForAdmin">The one who asks is an admin.</param>
public sealed record EventTerms(
    long EventId,
    string Slug,
    string Title,
    long OrganiserId,
    string OrganiserName,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt,
    DateTimeOffset? SaleStartsAt,
    DateTimeOffset? SaleEndsAt,
    string TimeZone,
    DateTime LocalStart,
    string Location,
    string? ImageUrl,
    string Currency,
    decimal TaxPercent,
    int TicketsPerPersonMax,
    bool OnSale,
    TeamRole? TeamRole,
    bool ForAdmin
)
{
    /// <summary>It has ended; one without an end, begun.</summary>
    public bool IsOver(DateTimeOffset now) => (EndsAt ?? StartsAt) <= now;

    /// <summary>Its sale starts later.</summary>
    public bool IsBeforeSale(DateTimeOffset now) => SaleStartsAt > now;

    /// <summary>Its sale has ended.</summary>
    public bool IsAfterSale(DateTimeOffset now) => SaleEndsAt <= now;

    /// <summary>Whether the one who asked may do this to the event.</summary>
    public bool Allows(TeamPermission permission) => ForAdmin || TeamRole?.Allows(permission) == true;
}

public interface IEventTerms
{
    /// <summary>The terms of an event; null when there is none, or none that the viewer may see.</summary>
    Task<EventTerms?> Find(long eventId, Viewer viewer, CancellationToken cancel);

    /// <summary>The public events that start within this span, as anybody sees them.</summary>
    Task<IReadOnlyList<EventTerms>> Starting(
        DateTimeOffset after,
        DateTimeOffset until,
        CancellationToken cancel
    );

    /// <summary>The terms of several events in one query, deleted ones too: people's histories keep them.</summary>
    Task<IReadOnlyDictionary<long, EventTerms>> FindMany(
        IReadOnlyCollection<long> eventIds,
        Viewer viewer,
        CancellationToken cancel
    );
}
