using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Users;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Sessions;

/// <summary>Who somebody is, or why that is not known.</summary>
public sealed record Proven(User? User, Problem? Refusal);

/// <summary>Who a person is, by address and password. Takes as long for a wrong address as for a wrong
/// password.</summary>
public sealed class PasswordProof(SeatmateDb db, PasswordHasher hasher, SignInTries tries)
{
    public async Task<Proven> Of(SignInRequest request, HttpContext context, CancellationToken cancel)
    {
        var email = request.Email;
        var user = await db.Users.WithEmail(email).SingleOrDefaultAsync(cancel);
        var (refusal, right) = await tries.Compare(
            email,
            user,
            context,
            async () => await hasher.Verify(request.Password, user?.PasswordHash, cancel) && user is not null,
            cancel
        );
        if (refusal is not null || right)
            return new(right ? user : null, refusal);
        db.NoteFailure(user?.Id, SignInMethod.Password, Origin.Of(context));
        await db.SaveChangesAsync(cancel);
        return new(null, SignIn.Wrong());
    }
}
