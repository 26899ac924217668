using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Users;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Sessions;

/// <summary>Who a person is, by address and password. Takes as long for a wrong address as for a wrong
/// password.</summary>
public sealed class PasswordProof(SeatmateDb db, PasswordHasher hasher)
{
    /// <summary>The person whose address and password these are, or null; a failure is noted.</summary>
    public async Task<User?> Of(string email, string password, HttpContext context, CancellationToken cancel)
    {
        var user = await db.Users.WithEmail(email).SingleOrDefaultAsync(cancel);
        if (await hasher.Verify(password, user?.PasswordHash, cancel))
            return user;
        db.NoteFailure(user?.Id, SignInMethod.Password, Origin.Of(context));
        await db.SaveChangesAsync(cancel);
        return null;
    }
}
