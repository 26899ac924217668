using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Events.Organisers;
using Seatmate.Events.Venues;
using Seatmate.Platform;
using Seatmate.Platform.Http;
using Seatmate.Platform.Markdown;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Events.Listings;

/// <summary>Makes the answers about events: their rows, and in one query each the sections and the people beside
/// them.</summary>
public sealed class EventViews(ISections sections, IPeople people)
{
    private static readonly Expression<Func<ListedEvent, EventRow>> Row = listed => new EventRow(
        listed.Id,
        listed.Slug,
        listed.Title,
        listed.StartsAt,
        listed.EndsAt,
        listed.SaleStartsAt,
        listed.SaleEndsAt,
        listed.TimeZone,
        listed.LocalStart,
        listed.Location,
        listed.Venue == null
            ? null
            : new VenueSummary(
                listed.Venue.Id,
                listed.Venue.Slug,
                listed.Venue.Name,
                listed.Venue.Place,
                listed.Venue.Latitude,
                listed.Venue.Longitude
            ),
        listed.TicketPriceMinor,
        listed.Currency,
        listed.ImageUrl,
        listed.Tags,
        listed.Status,
        new OrganiserSummary(listed.Organiser.Id, listed.Organiser.Name, listed.Organiser.Slug),
        listed.StarsSum,
        listed.ReviewCount,
        listed.StarsRank
    );

    private static readonly Func<ListedEvent, EventRow> RowOf = Row.Compile();

    /// <summary>The events in the order of the query; for their teams, how many places they have too.</summary>
    public async Task<List<EventSummary>> Summaries(
        IQueryable<ListedEvent> events,
        CancellationToken cancel,
        bool forTeams = false
    )
    {
        var rows = await events.AsNoTracking().Select(Row).ToListAsync(cancel);
        var parts = await sections.Of([.. rows.Select(row => row.Id)], cancel);
        return
        [
            .. rows.Select(row =>
                Summary(row, [.. parts[row.Id]]) with
                {
                    Capacity = forTeams ? SectionState.CapacityOf(parts[row.Id]) : null,
                    Taken = forTeams ? parts[row.Id].Sum(part => part.Taken) : null,
                }
            ),
        ];
    }

    /// <summary>The one event of the query; null when it has none.</summary>
    public async Task<EventDetails?> Details(
        IQueryable<ListedEvent> one,
        Viewer viewer,
        CancellationToken cancel
    )
    {
        var found = await one.AsNoTracking()
            .Include(listed => listed.Venue)
            .Include(listed => listed.Organiser)
            .Select(listed => new
            {
                listed,
                Team = listed.Organiser.Members.Select(member => new { member.UserId, member.Role }).ToList(),
            })
            .SingleOrDefaultAsync(cancel);
        if (found is null)
            return null;
        var parts = (await sections.Of([found.listed.Id], cancel))[found.listed.Id].ToList();
        var creator = found.listed.CreatorId is { } id
            ? (await people.Summaries([id], cancel)).GetValueOrDefault(id)
            : null;
        var summary = Summary(RowOf(found.listed), parts);
        var role =
            viewer.OrganiserId is null || viewer.OrganiserId == found.listed.OrganiserId
                ? found.Team.Find(member => member.UserId == viewer.UserId)?.Role
                : null;
        var canEdit = role?.Allows(TeamPermission.EditEvents) == true;
        return Details(found.listed, summary, parts, creator, canEdit, role is not null) with
        {
            Team = [.. found.Team.Select(member => member.UserId)],
        };
    }

    private static EventSummary Summary(EventRow row, List<SectionState> parts) =>
        new(
            row.Id,
            row.Slug,
            row.Title,
            row.StartsAt,
            row.EndsAt,
            row.SaleStartsAt,
            row.SaleEndsAt,
            row.TimeZone,
            row.LocalStart,
            row.Location,
            row.Venue,
            new Money(row.TicketPriceMinor, row.Currency).Amount,
            new Money(parts.Min(part => part.PriceMinor), row.Currency).Amount,
            new Money(parts.Max(part => part.PriceMinor), row.Currency).Amount,
            row.Currency,
            ListedEvent.Picture(row.Id, row.ImageUrl),
            row.Tags,
            row.Status,
            row.Organiser,
            SectionState.LeftOf(parts),
            row.ReviewCount == 0
                ? null
                : Math.Round((decimal)row.StarsSum / row.ReviewCount, 1, MidpointRounding.AwayFromZero),
            row.ReviewCount
        )
        {
            StarsRank = row.StarsRank,
        };

    private static EventDetails Details(
        ListedEvent listed,
        EventSummary summary,
        IReadOnlyList<SectionState> parts,
        UserSummary? creator,
        bool canEdit,
        bool isForTeam
    ) =>
        new(
            summary.Id,
            summary.Slug,
            summary.Title,
            summary.Date,
            summary.EndsAt,
            summary.SaleStartsAt,
            summary.SaleEndsAt,
            summary.TimeZone,
            summary.LocalDate,
            summary.Location,
            summary.Venue,
            summary.TicketPrice,
            summary.LowestPrice,
            summary.HighestPrice,
            summary.Currency,
            summary.ImageUrl,
            summary.Tags,
            summary.Status,
            summary.Organiser,
            summary.PlacesLeft,
            summary.Stars,
            summary.ReviewCount,
            listed.Description,
            SafeMarkdown.ToHtml(listed.Description),
            listed.MaxTicketsPerUser,
            listed.TaxPercent,
            [.. parts.Select(part => Section(part, summary.Currency, isForTeam))],
            [.. parts.Select(part => part.Pool).OfType<PoolState>().Distinct().Select(Pool)],
            creator,
            canEdit,
            listed.CreatedAt,
            listed.UpdatedAt
        );

    private static SectionDetails Section(SectionState part, string currency, bool isForTeam) =>
        new(
            part.Id,
            part.Name,
            new Money(part.PriceMinor, currency).Amount,
            currency,
            part.Capacity,
            part.Capacity is null,
            part.Pool?.Name,
            part.Sale,
            part.Left
        )
        {
            Taken = isForTeam ? part.Taken : null,
        };

    private static PoolDetails Pool(PoolState pool) => new(pool.Name, pool.Capacity, pool.Left);

    private sealed record EventRow(
        long Id,
        string Slug,
        string Title,
        DateTimeOffset StartsAt,
        DateTimeOffset? EndsAt,
        DateTimeOffset? SaleStartsAt,
        DateTimeOffset? SaleEndsAt,
        string TimeZone,
        DateTime LocalStart,
        string Location,
        VenueSummary? Venue,
        long TicketPriceMinor,
        string Currency,
        string? ImageUrl,
        string[] Tags,
        EventStatus Status,
        OrganiserSummary Organiser,
        long StarsSum,
        long ReviewCount,
        long StarsRank
    );
}
