using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Proofs;

/// <summary>What is sensitive needs a proof of the last ten minutes: a session that somebody left open, or stole, is
/// not enough to take an account over.</summary>
public sealed class RecentProof(SeatmateDb db, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>The refusal, when the caller's last proof is too old.</summary>
    public async Task<Problem?> Missing(Caller caller, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - Lifetime;
        return await db.Sessions.AnyAsync(
            session => session.Id == caller.SessionId && session.ProvedAt > since,
            cancel
        )
            ? null
            : new(
                StatusCodes.Status403Forbidden,
                "proof-needed",
                "Show once more that it is you, then try again"
            );
    }
}

public static class RecentProofRoutes
{
    /// <summary>Refused with `proof-needed` when the caller has not proved lately who they are.</summary>
    public static T NeedsProof<T>(this T route)
        where T : IEndpointConventionBuilder =>
        route.AddEndpointFilter(
            async (call, next) =>
            {
                var context = call.HttpContext;
                var proof = context.RequestServices.GetRequiredService<RecentProof>();
                var missing = await proof.Missing(Caller.From(context.User)!, context.RequestAborted);
                return missing is null ? await next(call) : missing;
            }
        );
}
