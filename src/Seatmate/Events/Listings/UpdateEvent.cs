using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;
using Seatmate.Events.Contracts;
using Seatmate.Events.Venues;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Platform.Time;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Events.Listings;

/// <summary>Any part of it; what is missing or null stays, an empty text clears, `venue_id` 0 leaves the venue.
/// `sections` and `pools` are the full new lists, matched by id or name; `updated_at` that of the version which was
/// edited.</summary>
[ValidatableType]
public sealed record UpdateEventRequest(
    [property: TextRule(3, 80)] string? Title,
    [property: TextRule(0, 20_000, Lines = true)] string? Description,
    [property: MomentRule, MinLength(1)] string? Date,
    [property: TimeZoneRule] string? TimeZone,
    [property: MomentRule] string? EndsAt,
    [property: MomentRule] string? SaleStartsAt,
    [property: MomentRule] string? SaleEndsAt,
    [property: Range(0.0, 1e9)] decimal? TicketPrice,
    [property: CurrencyRule] string? Currency,
    long? VenueId,
    [property: TextRule(0, 200)] string? Location,
    [property: WebAddressRule] string? ImageUrl,
    [property: TagsRule] string[]? Tags,
    EventStatus? Status,
    [property: Range(1, 100_000)] int? MaxTicketsPerUser,
    [property: Range(0.0, 30.0)] decimal? TaxPercent,
    [property: SectionsRule(1)] IReadOnlyList<SectionRequest>? Sections,
    [property: PoolsRule] IReadOnlyList<PoolRequest>? Pools,
    DateTimeOffset? UpdatedAt
);

/// <summary>Changes an event of the caller's team. Its row is locked while old and new are compared, so two changes
/// at once follow each other; in a mode that lets bookings, which only refer to the row, go on meanwhile. Who says
/// which version they edited does not undo what somebody else changed since.</summary>
public sealed class UpdateEvent(SeatmateDb db, ISections sections, TimeProvider clock)
{
    public static async Task<Results<Ok<EventDetails>, Problem>> Handle(
        long id,
        UpdateEventRequest request,
        Caller caller,
        UpdateEvent update,
        SeatmateDb db,
        EventViews views,
        CancellationToken cancel
    )
    {
        var viewer = caller.AsViewer;
        if (request.Sections is not null || request.Pools is not null)
            await update.LetGo(id, viewer, cancel);
        var problem = await db.InTransaction(() => update.Change(id, request, caller, cancel), cancel);
        if (problem is not null)
            return problem;
        return await views.Details(db.Events.Where(e => e.Id == id), viewer, cancel) is { } details
            ? TypedResults.Ok(details)
            : Problem.NotFound("Event", id);
    }

    /// <summary>What has passed its deadline is in no plan's way: gone before anything is locked.</summary>
    private async Task LetGo(long id, Viewer viewer, CancellationToken cancel)
    {
        var own = db.Events.Where(listed => listed.Id == id).ManagedBy(viewer, TeamPermission.EditEvents);
        if (await own.AnyAsync(cancel))
            await sections.LetGo(id, cancel);
    }

    private async Task<Problem?> Change(
        long id,
        UpdateEventRequest request,
        Caller caller,
        CancellationToken cancel
    )
    {
        var listed = await db
            .Events.Locked(id)
            .ManagedBy(caller.AsViewer, TeamPermission.EditEvents)
            .SingleOrDefaultAsync(cancel);
        if (listed is null)
            return await db.Events.NotYours(id, caller, "edit", cancel);
        var before = await db.Venues.SingleOrDefaultAsync(venue => venue.Id == listed.VenueId, cancel);
        var venue = await VenueAfter(before, request.VenueId, cancel);
        if (venue is null && request.VenueId is > 0)
            return Problem.Invalid("venue_id", "There is no such venue.");
        var wasPublic = listed.Status == EventStatus.Published;
        var ticketsMax = listed.MaxTicketsPerUser;
        var priceBefore = listed.TicketPrice;
        var startBefore = listed.StartsAt;
        listed.Restate(request, before, venue);
        var staysPublic = wasPublic && listed.Status == EventStatus.Published;
        if (staysPublic && IsMovedIntoThePast(startBefore, listed.StartsAt))
            throw new RefusedException(
                Problem.Invalid("date", "An event that is on sale cannot be moved into the past.")
            );
        var changes = db.Entry(listed).Changes();
        var changed = changes.Keys.ToList();
        var limits = listed.MaxTicketsPerUser != ticketsMax;
        if (limits)
            await sections.KeepNewcomersOut(id, cancel);
        if (await Replan(listed, request, priceBefore, cancel))
            changed.Add("sections");
        if (changed.Count == 0)
            return null;
        if (request.UpdatedAt is { } edited && edited != listed.UpdatedAt)
            throw new RefusedException(
                Problem.Conflict("event-changed", "Somebody else changed this event meanwhile")
            );
        if (limits)
            await sections.LimitPerPerson(id, listed.MaxTicketsPerUser, cancel);
        listed.UpdatedAt = clock.GetUtcNow();
        if (listed.Status == EventStatus.Published)
            db.Publish(wasPublic ? new EventChanged(id, [.. changed]) : new EventPublished(id));
        db.Note(
            caller.UserId,
            "events.event_updated",
            $"event:{id}",
            new { changed, changes },
            listed.OrganiserId
        );
        return null;
    }

    /// <summary>What is over may be put right; what people are going to may not have been yesterday.</summary>
    private bool IsMovedIntoThePast(DateTimeOffset before, DateTimeOffset after)
    {
        var now = clock.GetUtcNow();
        return before > now && after <= now;
    }

    private async Task<Venue?> VenueAfter(Venue? before, long? venueId, CancellationToken cancel) =>
        venueId is null ? before : await db.Venues.SingleOrDefaultAsync(v => v.Id == venueId, cancel);

    /// <summary>True when the sections change. Refused as a whole when they cannot, with nothing of the event
    /// changed.</summary>
    private async Task<bool> Replan(
        ListedEvent listed,
        UpdateEventRequest request,
        Money priceBefore,
        CancellationToken cancel
    )
    {
        var price = new PriceChange(priceBefore, listed.TicketPrice);
        if (request is { Sections: null, Pools: null } && price.Before == price.After)
            return false;
        var isOtherCurrency = price.Before.Currency != price.After.Currency;
        if (isOtherCurrency)
            await sections.KeepNewcomersOut(listed.Id, cancel);
        var present = (await sections.Of([listed.Id], cancel))[listed.Id].ToList();
        if (isOtherCurrency && present.Any(section => section.Taken > 0))
            throw new RefusedException(
                Problem.Conflict(
                    "currency-has-bookings",
                    "What has been booked, or is kept by a voucher, keeps its currency"
                )
            );
        var poolsBefore = SectionPlans.Pools(present);
        var plans = request.Sections is { } stated
            ? SectionPlans.Stated(stated, present, price)
            : SectionPlans.Repriced(present, price);
        var pools = request.Pools is { } statedPools
            ? SectionPlans.Stated(statedPools)
            : SectionPlans.Shared(poolsBefore, plans);
        plans = SectionPlans.Sharing(plans, pools);
        if (plans.SequenceEqual(SectionPlans.Of(present)) && pools.ToHashSet().SetEquals(poolsBefore))
            return false;
        var outcome = await sections.Plan(listed.Id, plans, pools, cancel);
        return SectionRefusals.For(outcome) is { } refusal ? throw new RefusedException(refusal) : true;
    }
}
