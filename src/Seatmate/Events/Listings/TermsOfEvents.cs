using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Listings;

/// <summary>Answers what other modules ask about events.</summary>
public sealed class TermsOfEvents(SeatmateDb db) : IEventTerms
{
    public Task<EventTerms?> Find(long eventId, Viewer viewer, CancellationToken cancel) =>
        Terms(db.Events.VisibleTo(viewer).Where(listed => listed.Id == eventId), viewer)
            .SingleOrDefaultAsync(cancel);

    public async Task<IReadOnlyDictionary<long, EventTerms>> FindMany(
        IReadOnlyCollection<long> eventIds,
        Viewer viewer,
        CancellationToken cancel
    ) =>
        eventIds.Count == 0
            ? new Dictionary<long, EventTerms>()
            : await Terms(db.Events.Among(eventIds, listed => listed.Id), viewer)
                .ToDictionaryAsync(terms => terms.EventId, cancel);

    public async Task<IReadOnlyList<EventTerms>> Starting(
        DateTimeOffset after,
        DateTimeOffset until,
        CancellationToken cancel
    ) =>
        await Terms(
                db.Events.Public().Where(listed => listed.StartsAt > after && listed.StartsAt <= until),
                new Viewer(null, IsAdmin: false)
            )
            .ToListAsync(cancel);

    private static IQueryable<EventTerms> Terms(IQueryable<ListedEvent> events, Viewer viewer) =>
        events
            .AsNoTracking()
            .Select(listed => new EventTerms(
                listed.Id,
                listed.Slug,
                listed.Title,
                listed.OrganiserId,
                listed.Organiser.Name,
                listed.StartsAt,
                listed.EndsAt,
                listed.SaleStartsAt,
                listed.SaleEndsAt,
                listed.TimeZone,
                listed.LocalStart,
                listed.Location,
                ListedEvent.Picture(listed.Id, listed.ImageUrl),
                listed.Currency,
                listed.TaxPercent,
                listed.MaxTicketsPerUser,
                listed.DeletedAt == null && listed.Status == EventStatus.Published,
                listed
                    .Organiser.Members.Where(member =>
                        member.UserId == viewer.UserId
                        && (viewer.OrganiserId == null || viewer.OrganiserId == member.OrganiserId)
                    )
                    .Select(member => (TeamRole?)member.Role)
                    .SingleOrDefault(),
                viewer.IsAdmin
            ));
}
