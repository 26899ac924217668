using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Users;

/// <summary>Holds on to what a person proved: whoever knew a password that was replaced meanwhile proved
/// nothing.</summary>
public static class PasswordLock
{
    /// <summary>Locks the person until the caller's transaction ends; false when their password is no longer the one
    /// they were read with, or they are gone.</summary>
    public static async Task<bool> LockWithPassword(
        this SeatmateDb db,
        User user,
        CancellationToken cancel
    ) =>
        await db
            .Database.SqlQuery<long>(
                $"""
                SELECT id AS "Value" FROM accounts.users
                WHERE id = {user.Id} AND password_hash IS NOT DISTINCT FROM {user.PasswordHash}
                FOR NO KEY UPDATE
                """
            )
            .ToListAsync(cancel)
            is [_];
}
