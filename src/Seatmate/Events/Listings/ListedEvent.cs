using Seatmate.Events.Organisers;
using Seatmate.Events.Venues;
using Seatmate.Platform;
using Seatmate.Platform.Http;
using Seatmate.Platform.Time;

namespace Seatmate.Events.Listings;

public enum EventStatus
{
    Draft,
    Published,
}

/// <summary>An event as its organiser lists it. Its time is an instant, with the zone and the wall time that were
/// meant; its sections are Ticketing's. It is never dropped: deleting sets the instant, so that what was sold keeps
/// its event.</summary>
public sealed class ListedEvent
{
    private const int TaxDigits = 2;

    public long Id { get; private set; }
    public required string Slug { get; init; }
    public required long OrganiserId { get; init; }
    public Organiser Organiser { get; private set; } = null!;
    public long? CreatorId { get; init; }
    public required string Title { get; set; }
    public string Description { get; private set; } = "";
    public DateTimeOffset StartsAt { get; private set; }
    public DateTimeOffset? EndsAt { get; private set; }
    public DateTimeOffset? SaleStartsAt { get; private set; }
    public DateTimeOffset? SaleEndsAt { get; private set; }
    public required string TimeZone { get; set; }
    public DateTime LocalStart { get; private set; }
    public long? VenueId { get; private set; }
    public Venue? Venue { get; private set; }
    public string Location { get; private set; } = "";
    public string? ImageUrl { get; private set; }
    public string[] Tags { get; private set; } = [];
    public long TicketPriceMinor { get; private set; }
    public required string Currency { get; set; }
    public decimal TaxPercent { get; private set; }
    public int MaxTicketsPerUser { get; private set; } = 5;
    public EventStatus Status { get; private set; } = EventStatus.Published;
    public DateTimeOffset? DeletedAt { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>What its reviews add up to; only the database counts them (reviews_are_counted).</summary>
    public long StarsSum { get; private set; }
    public long ReviewCount { get; private set; }

    /// <summary>By what the best come first: a mean in thousandths that few reviews move little; 0 without
    /// any.</summary>
    public long StarsRank { get; private set; }
    public string SearchText { get; private set; } = "";
    public string[] SearchPairs { get; private set; } = [];

    public Money TicketPrice => new(TicketPriceMinor, Currency);

    /// <summary>The picture its organiser gave, else the poster that we draw.</summary>
    public static string Picture(long id, string? imageUrl) => imageUrl ?? $"/events/{id}/poster.svg";

    /// <summary>Takes over what is said; what is null stays, an empty text clears. Refuses what does not fit
    /// together.</summary>
    public void Restate(UpdateEventRequest said, Venue? venueBefore, Venue? venue)
    {
        Title = said.Title?.Trim() ?? Title;
        Description = said.Description?.Trim() ?? Description;
        ImageUrl = said.ImageUrl is null ? ImageUrl : said.ImageUrl.OrNull();
        Tags = said.Tags is null ? Tags : TagsRule.Tidy(said.Tags);
        Tax(said.TaxPercent ?? TaxPercent);
        MaxTicketsPerUser = said.MaxTicketsPerUser ?? MaxTicketsPerUser;
        Status = said.Status ?? Status;
        var zoneBefore = TimeZone;
        Reschedule(said.Date, said.EndsAt, said.TimeZone);
        PlanSale(said.SaleStartsAt, said.SaleEndsAt, zoneBefore);
        Reprice(said.TicketPrice, said.Currency);
        Move(said.Location, venueBefore, venue);
    }

    /// <summary>An event that only gets another zone keeps its wall time; one that moves keeps its length.</summary>
    private void Reschedule(string? date, string? endsAt, string? zone)
    {
        var before = zone is null || zone == TimeZone ? new Moment(StartsAt, LocalStart) : null;
        var length = EndsAt - StartsAt;
        var endBefore = EndsAt is { } end && before is not null ? WallTime.Of(end, TimeZone) : null;
        TimeZone = zone ?? TimeZone;
        var starts = date is null
            ? before ?? WallTime.At(LocalStart, TimeZone)
            : WallTime.Read(date, TimeZone, before)!;
        (StartsAt, LocalStart) = (starts.Instant, starts.Local);
        EndsAt = endsAt switch
        {
            null => StartsAt + length,
            "" => null,
            _ => WallTime.Read(endsAt, TimeZone, endBefore)!.Instant,
        };
        if (EndsAt <= StartsAt)
            throw Refused("ends_at", "Must be after the beginning.");
    }

    private void PlanSale(string? startsAt, string? endsAt, string zoneBefore)
    {
        SaleStartsAt = SaleMoment(startsAt, SaleStartsAt, zoneBefore, WallTime.Read);
        SaleEndsAt = SaleMoment(endsAt, SaleEndsAt, zoneBefore, WallTime.ReadDeadline);
        if (SaleStartsAt >= SaleEndsAt)
            throw Refused("sale_ends_at", "Must be after the start of the sale.");
        if (SaleStartsAt >= (EndsAt ?? StartsAt))
            throw Refused("sale_starts_at", "Must be before the event is over.");
    }

    /// <summary>A sale stays when its event moves: people were told of it. In another zone it keeps its wall
    /// time.</summary>
    private DateTimeOffset? SaleMoment(
        string? said,
        DateTimeOffset? known,
        string zoneBefore,
        Func<string, string, Moment?, Moment?> read
    )
    {
        var before = known is { } instant ? WallTime.Of(instant, zoneBefore) : null;
        var isSameZone = zoneBefore == TimeZone;
        return said switch
        {
            null when before is null || isSameZone => known,
            null => WallTime.At(before.Local, TimeZone).Instant,
            "" => null,
            _ => read(said, TimeZone, isSameZone ? before : null)!.Instant,
        };
    }

    private void Tax(decimal percent)
    {
        if (decimal.Round(percent, TaxDigits) != percent)
            throw Refused("tax_percent", $"At most {TaxDigits} digits after the point are possible.");
        TaxPercent = percent;
    }

    private void Reprice(decimal? price, string? currency)
    {
        var amount = price ?? TicketPrice.Amount;
        Currency = currency?.ToUpperInvariant() ?? Currency;
        if (!Money.TryFrom(amount, Currency, out var money))
            throw Refused(price is null ? "currency" : "ticket_price", $"Not an amount of {Currency}.");
        TicketPriceMinor = money.AmountMinor;
    }

    /// <summary>A location that was only the venue's follows the venue.</summary>
    private void Move(string? location, Venue? before, Venue? venue)
    {
        VenueId = venue?.Id;
        if (location is not null)
            Location = location.Trim();
        else if (Location == (before?.Label ?? "") && venue?.Id != before?.Id)
            Location = venue?.Label ?? "";
    }

    private static RefusedException Refused(string field, string text) => new(Problem.Invalid(field, text));
}
