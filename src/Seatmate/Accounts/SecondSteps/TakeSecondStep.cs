using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Proofs;
using Seatmate.Accounts.Sessions;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.SecondSteps;

public sealed record TakeSecondStepRequest(
    [property: Required] string Ticket,
    [property: Required, MaxLength(100)] string Code
);

/// <summary>Ends a sign-in whose first step was taken: the ticket says who, the code proves it. A ticket ends with the
/// password the person had when they got it. Wrong codes are counted and slowed down like wrong passwords.</summary>
public sealed class SecondStepDesk(
    SeatmateDb db,
    SecondStepSecrets secrets,
    SecondStepProof proof,
    SignInTries tries,
    SignIns signIns
)
{
    public async Task<Entry> Take(
        TakeSecondStepRequest request,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (
            secrets.Read(request.Ticket) is not { } claims
            || await db.Users.SingleOrDefaultAsync(user => user.Id == claims.UserId, cancel) is not { } user
            || !secrets.IsOfPassword(claims, user)
        )
            return new(null, TicketExpired());
        var (refusal, right) = await tries.Compare(
            user.Email,
            user,
            context,
            () => proof.Try(user.Id, request.Code, cancel),
            cancel
        );
        if (refusal is not null)
            return new(null, refusal);
        if (right)
            return await signIns.Open(user, claims.Method, context, cancel);
        db.NoteFailure(user.Id, claims.Method, Origin.Of(context));
        await db.SaveChangesAsync(cancel);
        return new(null, SignInByCode.Wrong());
    }

    private static Problem TicketExpired() =>
        new(StatusCodes.Status401Unauthorized, "ticket-expired", "That took too long; sign in again");
}

/// <summary>The second step for a token, as <see cref="SignIn"/> gives it.</summary>
public static class TakeSecondStep
{
    public static async Task<Results<Ok<SignedIn>, Problem>> Handle(
        TakeSecondStepRequest request,
        SecondStepDesk steps,
        HttpContext context,
        CancellationToken cancel
    ) => SignedIn.Answer(await steps.Take(request, context, cancel));
}

/// <summary>The second step for a browser: the token goes into the cookie that no script can read.</summary>
public static class OpenSessionBySecondStep
{
    public static async Task<Results<Created<SessionDetails>, Problem>> Handle(
        TakeSecondStepRequest request,
        SecondStepDesk steps,
        HttpContext context,
        CancellationToken cancel
    ) => SessionCookie.Answer(context, await steps.Take(request, context, cancel));
}
