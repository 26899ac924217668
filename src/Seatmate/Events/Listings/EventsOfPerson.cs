using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;

namespace Seatmate.Events.Listings;

/// <summary>Counts a person's public events for their profile.</summary>
public sealed class EventsOfPerson(SeatmateDb db) : IPublicActivity
{
    public async Task<PublicActivity> Of(long userId, CancellationToken cancel) =>
        new(Events: await db.Events.Public().CountAsync(listed => listed.CreatorId == userId, cancel));
}
