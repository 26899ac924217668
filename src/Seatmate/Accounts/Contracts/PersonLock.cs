using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Contracts;

/// <summary>Lets what one person does come one by one where it is counted: a limit that is looked at without it is
/// passed by all who ask at once.</summary>
public static class PersonLock
{
    /// <summary>Until the caller's transaction ends; rows that only refer to the person are written
    /// meanwhile.</summary>
    public static Task LockPerson(this SeatmateDb db, long userId, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"SELECT FROM accounts.users WHERE id = {userId} FOR NO KEY UPDATE",
            cancel
        );
}
