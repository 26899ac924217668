using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Events.Organisers;
using Seatmate.Events.Teams;
using Seatmate.Events.Venues;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Platform.Time;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Events.Listings;

/// <summary>`date` is an instant with its offset, or the wall time in `time_zone` (else the venue's, else UTC); so are
/// `ends_at`, and `sale_starts_at` and `sale_ends_at`, outside of which nothing is sold. Without `sections` the five
/// of the contract are made; a section without a price costs `ticket_price`. Without `organiser_id` it is listed for
/// the caller's own organiser.</summary>
public sealed record CreateEventRequest(
    [property: Required, TextRule(3, 80)] string Title,
    [property: TextRule(0, 20_000, Lines = true)] string? Description,
    [property: Required, MomentRule] string Date,
    [property: TimeZoneRule] string? TimeZone,
    [property: MomentRule] string? EndsAt,
    [property: MomentRule] string? SaleStartsAt,
    [property: MomentRule] string? SaleEndsAt,
    [property: Required, Range(0.0, 1e9)] decimal? TicketPrice,
    [property: CurrencyRule] string? Currency,
    long? VenueId,
    [property: TextRule(0, 200)] string? Location,
    [property: WebAddressRule] string? ImageUrl,
    [property: TagsRule] string[]? Tags,
    EventStatus? Status,
    [property: Range(1, 100_000)] int? MaxTicketsPerUser,
    [property: Range(0.0, 30.0)] decimal? TaxPercent,
    [property: SectionsRule(0)] IReadOnlyList<SectionRequest>? Sections,
    [property: PoolsRule] IReadOnlyList<PoolRequest>? Pools,
    long? OrganiserId
)
{
    internal UpdateEventRequest AsStatement(string zone) =>
        new(
            Title,
            Description,
            Date,
            zone,
            EndsAt,
            SaleStartsAt,
            SaleEndsAt,
            TicketPrice,
            Currency,
            VenueId,
            Location,
            ImageUrl,
            Tags,
            Status,
            MaxTicketsPerUser,
            TaxPercent,
            Sections,
            Pools,
            UpdatedAt: null
        );
}

/// <summary>Lists an event for an organiser, the caller's own or one that they may list for, with its sections, in one
/// transaction: there is no event without places, and none without a team. Two of the same title stay two: the unique
/// slug gives the second a number.</summary>
public static class CreateEvent
{
    public static async Task<Results<Created<EventDetails>, Problem>> Handle(
        CreateEventRequest request,
        Caller caller,
        SeatmateDb db,
        OwnOrganiser organiser,
        ISections sections,
        EventViews views,
        Settings settings,
        CancellationToken cancel
    )
    {
        var venue = await db.Venues.AsNoTracking().SingleOrDefaultAsync(v => v.Id == request.VenueId, cancel);
        if (venue is null && request.VenueId is not null)
            return Problem.Invalid("venue_id", "There is no such venue.");
        var stated = request.OrganiserId ?? caller.OrganiserId;
        if (stated is { } of && await Refusal(db, of, caller, cancel) is { } refused)
            return refused;
        var id = await db.WithSlug(
            EventsTables.SlugTakenOnce,
            async attempt =>
            {
                var organiserId = stated ?? await organiser.IdFor(caller.UserId, cancel);
                var listed = Make(request, venue, organiserId, caller.UserId, attempt, settings.Currency);
                db.Events.Add(listed);
                await db.SaveChangesAsync(cancel);
                var pools = SectionPlans.Stated(request.Pools ?? []);
                var plans = SectionPlans.Sharing(Plans(request, listed, venue), pools);
                var outcome = await sections.Plan(listed.Id, plans, pools, cancel);
                if (SectionRefusals.For(outcome) is { } refusal)
                    throw new RefusedException(refusal);
                if (listed.Status == EventStatus.Published)
                    db.Publish(new EventPublished(listed.Id));
                db.Note(caller.UserId, "events.event_created", $"event:{listed.Id}", null, organiserId);
                return listed.Id;
            },
            cancel
        );
        var details = await views.Details(db.Events.Where(e => e.Id == id), caller.AsViewer, cancel);
        return TypedResults.Created($"/events/{id}", details);
    }

    private static async Task<Problem?> Refusal(
        SeatmateDb db,
        long organiserId,
        Caller caller,
        CancellationToken cancel
    ) =>
        await db.RefuseUnless(organiserId, caller, TeamPermission.EditEvents, cancel) switch
        {
            { Status: StatusCodes.Status404NotFound } => Problem.Invalid(
                "organiser_id",
                "You are in no such team."
            ),
            var refusal => refusal,
        };

    private static ListedEvent Make(
        CreateEventRequest request,
        Venue? venue,
        long organiserId,
        long creatorId,
        int attempt,
        string currency
    )
    {
        var zone = request.TimeZone ?? venue?.TimeZone ?? WallTime.StandardZone;
        var listed = new ListedEvent
        {
            Slug = Slug.From(request.Title, "event", attempt),
            OrganiserId = organiserId,
            CreatorId = creatorId,
            Title = request.Title,
            TimeZone = zone,
            Currency = currency,
        };
        listed.Restate(request.AsStatement(zone), null, venue);
        return listed;
    }

    private static List<SectionPlan> Plans(CreateEventRequest request, ListedEvent listed, Venue? venue) =>
        request.Sections is { Count: > 0 } stated
            ? SectionPlans.Stated(stated, [], new PriceChange(listed.TicketPrice, listed.TicketPrice))
            : SectionPlans.FromStandard(listed.TicketPriceMinor, venue?.Capacity);
}

/// <summary>What refuses a plan of sections, told to people.</summary>
public static class SectionRefusals
{
    public static Problem? For(PlanSectionsOutcome outcome) =>
        outcome switch
        {
            PlanSectionsOutcome.Planned => null,
            PlanSectionsOutcome.SectionHasBookings => Problem.Conflict(
                "section-has-bookings",
                "A section that has been booked, or of which a voucher keeps places, cannot be removed"
            ),
            PlanSectionsOutcome.CapacityBelowTaken => Problem.Conflict(
                "capacity-below-sold",
                "A section, or sections that share their places, cannot have fewer places than are taken"
            ),
            PlanSectionsOutcome.NameTwice => Problem.Invalid("sections", "Two sections have the same name."),
        };
}
