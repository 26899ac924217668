using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Users;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Sessions;

/// <summary>Who a person is, by address and password. Takes as long for a wrong address as for a wrong
/// password.</summary>
public sealed class PasswordProof(SeatmateDb db, PasswordHasher hasher)
{
    /// <summary>The person whose address and password these are, or null.</summary>
    public async Task<User?> Of(string email, string password, CancellationToken cancel)
    {
        var user = await db.Users.WithEmail(email).SingleOrDefaultAsync(cancel);
        return await hasher.Verify(password, user?.PasswordHash, cancel) ? user : null;
    }
}
