using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Users;

public sealed class People(SeatmateDb db) : IPeople
{
    public async Task<IReadOnlyDictionary<long, UserSummary>> Summaries(
        IReadOnlyCollection<long> userIds,
        CancellationToken cancel
    ) =>
        userIds.Count == 0
            ? []
            : await db
                .Users.AsNoTracking()
                .Among(userIds, user => user.Id)
                .Select(UserViews.Summary)
                .ToDictionaryAsync(user => user.Id, cancel);

    public async Task<IReadOnlyDictionary<long, UserContact>> Contacts(
        IReadOnlyCollection<long> userIds,
        CancellationToken cancel
    ) =>
        userIds.Count == 0
            ? []
            : await db
                .Users.AsNoTracking()
                .Among(userIds, user => user.Id)
                .Select(user => new UserContact(user.Id, user.Name, user.Email, user.Language, user.TimeZone))
                .ToDictionaryAsync(user => user.Id, cancel);

    // From one zone to the next along the index, however many people live there.
    public async Task<IReadOnlyList<string>> Zones(CancellationToken cancel) =>
        await db
            .Database.SqlQuery<string>(
                $"""
                WITH RECURSIVE zones (zone) AS (
                    SELECT min(time_zone) FROM accounts.users
                    UNION ALL
                    SELECT (SELECT min(time_zone) FROM accounts.users WHERE time_zone > zone) FROM zones WHERE zone IS NOT NULL
                )
                SELECT zone AS "Value" FROM zones WHERE zone IS NOT NULL
                """
            )
            .ToListAsync(cancel);

    public Task<int> CountIn(string zone, CancellationToken cancel) =>
        db.Users.CountAsync(user => user.TimeZone == zone, cancel);

    public async Task<IReadOnlyList<UserContact>> ContactsIn(
        string zone,
        long afterId,
        int most,
        CancellationToken cancel
    ) =>
        await db
            .Users.AsNoTracking()
            .Where(user => user.TimeZone == zone && user.Id > afterId)
            .OrderBy(user => user.Id)
            .Take(most)
            .Select(user => new UserContact(user.Id, user.Name, user.Email, user.Language, user.TimeZone))
            .ToListAsync(cancel);

    public Task<long?> IdOf(string email, CancellationToken cancel) => db.Users.IdWithEmail(email, cancel);

    public Task<long?> IdOfHandle(string handle, CancellationToken cancel) =>
        db
            .Users.AsNoTracking()
            .Where(user => user.Handle == handle)
            .Select(user => (long?)user.Id)
            .SingleOrDefaultAsync(cancel);

    public async Task<UserContact?> Contact(long userId, CancellationToken cancel) =>
        (await Contacts([userId], cancel)).GetValueOrDefault(userId);
}
