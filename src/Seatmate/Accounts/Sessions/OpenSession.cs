using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Users;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Sessions;

/// <summary>A browser's session: the token itself stays in the HttpOnly cookie.</summary>
public sealed record SessionDetails(UserDetails User, DateTimeOffset ExpiresAt, bool EmailConfirmed)
{
    public static SessionDetails From(User user, DateTimeOffset expiresAt) =>
        new(UserDetails.From(user), expiresAt, user.EmailConfirmedAt is not null);
}

/// <summary>Signs a browser in: as <see cref="SignIn"/>, with the token in a cookie that no script can
/// read.</summary>
public static class OpenSession
{
    public static async Task<Results<Created<SessionDetails>, Problem>> Handle(
        SignInRequest request,
        PasswordProof proof,
        SignIns signIns,
        HttpContext context,
        CancellationToken cancel
    )
    {
        var (user, refusal) = await proof.Of(request, context, cancel);
        if (user is null)
            return refusal!;
        return SessionCookie.Answer(
            context,
            await signIns.Enter(user, SignInMethod.Password, context, cancel)
        );
    }
}

/// <summary>Who is signed in here.</summary>
public static class ShowSession
{
    public static async Task<Results<Ok<SessionDetails>, Problem>> Handle(
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var found = await db
            .Sessions.AsNoTracking()
            .Where(session => session.Id == caller.SessionId)
            .Join(
                db.Users,
                session => session.UserId,
                user => user.Id,
                (session, user) => new { session.ExpiresAt, user }
            )
            .SingleOrDefaultAsync(cancel);
        return found is null
            ? Problem.SignInNeeded()
            : TypedResults.Ok(SessionDetails.From(found.user, found.ExpiresAt));
    }
}
