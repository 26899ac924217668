using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;

namespace Seatmate.Accounts.Erasures;

/// <summary>Erases the accounts whose grace is over, each in a transaction of its own. Who is the last admin by then
/// stays, until there is another.</summary>
public sealed class EraseDueAccounts(SeatmateDb db, AccountLeaving leaving, ILogger<EraseDueAccounts> log)
    : IJob
{
    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task Run(CancellationToken cancel)
    {
        var due = await db
            .Database.SqlQuery<long>(
                $"""SELECT user_id AS "Value" FROM accounts.erasures WHERE due_at <= now() ORDER BY due_at"""
            )
            .ToListAsync(cancel);
        foreach (var userId in due)
        {
            var outcome = await db.InTransaction(
                () => leaving.Leave(userId, null, cancel, () => IsDue(userId, cancel)),
                cancel
            );
            db.ChangeTracker.Clear();
            if (outcome == LeavingOutcome.LastAdmin)
                log.LogWarning(
                    "User {UserId} asked to be erased and is the last admin: nothing is done",
                    userId
                );
        }
    }

    // The row is locked: whoever changes their mind at this moment is too late, or in time.
    private async Task<bool> IsDue(long userId, CancellationToken cancel)
    {
        var mine = await db
            .Erasures.FromSql(
                $"SELECT * FROM accounts.erasures WHERE user_id = {userId} AND due_at <= now() FOR UPDATE"
            )
            .AsNoTracking()
            .ToListAsync(cancel);
        return mine is not [];
    }
}
