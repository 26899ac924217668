using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Sessions;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Passkeys;

/// <summary>Asks whichever device is there for one of its passkeys for this place.</summary>
public static class StartPasskeySignIn
{
    public static async Task<Ok<PasskeyQuestionAsked>> Handle(
        PasskeyDesk desk,
        HttpContext context,
        CancellationToken cancel
    ) => TypedResults.Ok(await desk.AskToSignIn(context, cancel));
}

/// <summary>The question that was asked, and what `navigator.credentials.get()` answered, as JSON text.</summary>
public sealed record SignInByPasskeyRequest(
    Guid QuestionId,
    [property: Required, MaxLength(100_000)] string CredentialJson
);

/// <summary>Lets a person in by their passkey, without address, password or second step.</summary>
public sealed class PasskeyProof(SeatmateDb db, PasskeyDesk desk, SignIns signIns, TimeProvider clock)
{
    public async Task<Entry> Enter(
        SignInByPasskeyRequest request,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (
            await desk.Shown(request.QuestionId, request.CredentialJson, context, cancel)
            is not var (user, shown)
        )
        {
            db.NoteFailure(null, SignInMethod.Passkey, Origin.Of(context));
            await db.SaveChangesAsync(cancel);
            return new(null, Wrong());
        }
        var now = clock.GetUtcNow();
        await db
            .Passkeys.Where(passkey => passkey.CredentialId == shown.CredentialId)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(passkey => passkey.SignCount, (long)shown.SignCount)
                        .SetProperty(passkey => passkey.IsBackedUp, shown.IsBackedUp)
                        .SetProperty(passkey => passkey.LastUsedAt, now),
                cancel
            );
        return await signIns.Open(user, SignInMethod.Passkey, context, cancel);
    }

    internal static Problem Wrong() =>
        new(
            StatusCodes.Status401Unauthorized,
            "wrong-passkey",
            "This passkey opens no account here; sign in another way"
        );
}

/// <summary>A passkey for a token, as <see cref="SignIn"/> gives it for a password.</summary>
public static class SignInByPasskey
{
    public static async Task<Results<Ok<SignedIn>, Problem>> Handle(
        SignInByPasskeyRequest request,
        PasskeyProof proof,
        HttpContext context,
        CancellationToken cancel
    ) => SignedIn.Answer(await proof.Enter(request, context, cancel));
}

/// <summary>The same for a browser: the token goes into the cookie that no script can read.</summary>
public static class OpenSessionByPasskey
{
    public static async Task<Results<Created<SessionDetails>, Problem>> Handle(
        SignInByPasskeyRequest request,
        PasskeyProof proof,
        HttpContext context,
        CancellationToken cancel
    ) => SessionCookie.Answer(context, await proof.Enter(request, context, cancel));
}
