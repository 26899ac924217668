using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;

namespace Seatmate.Accounts.Erasures;

/// <summary>Erases the accounts whose grace is over, each in a transaction of its own: where one fails, the others
/// go on, and the next run tries it again. Who is the last admin by then stays, until there is another.</summary>
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
            try
            {
                await Erase(userId, cancel);
            }
            catch (Exception error) when (!cancel.IsCancellationRequested)
            {
                log.LogError(error, "User {UserId} could not be erased, and is tried again", userId);
            }
            db.ChangeTracker.Clear();
        }
    }

    private async Task Erase(long userId, CancellationToken cancel)
    {
        var outcome = await db.InTransaction(
            () => leaving.Leave(userId, null, cancel, () => IsDue(userId, cancel)),
            cancel
        );
        if (outcome == LeavingOutcome.LastAdmin)
            log.LogWarning("User {UserId} asked to be erased and is the last admin: nothing is done", userId);
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
