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
        await db
            .Users.AsNoTracking()
            .Where(user => userIds.Contains(user.Id))
            .Select(UserViews.Summary)
            .ToDictionaryAsync(user => user.Id, cancel);

    public async Task<IReadOnlyDictionary<long, UserContact>> Contacts(
        IReadOnlyCollection<long> userIds,
        CancellationToken cancel
    ) =>
        await db
            .Users.AsNoTracking()
            .Where(user => userIds.Contains(user.Id))
            .Select(user => new UserContact(user.Id, user.Name, user.Email, user.Language, user.TimeZone))
            .ToDictionaryAsync(user => user.Id, cancel);

    public Task<long?> IdOf(string email, CancellationToken cancel) =>
        db
            .Users.AsNoTracking()
            .Where(user => user.Email.ToLower() == email)
            .Select(user => (long?)user.Id)
            .SingleOrDefaultAsync(cancel);

    public Task<long?> IdOfHandle(string handle, CancellationToken cancel) =>
        db
            .Users.AsNoTracking()
            .Where(user => user.Handle == handle)
            .Select(user => (long?)user.Id)
            .SingleOrDefaultAsync(cancel);

    public async Task<UserContact?> Contact(long userId, CancellationToken cancel) =>
        (await Contacts([userId], cancel)).GetValueOrDefault(userId);
}
