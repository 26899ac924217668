using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Sessions;
using Seatmate.Accounts.Users;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Proofs;

public sealed record SignInByCodeRequest([property: Required] string Email, [property: Required] string Code);

/// <summary>Who a person is, by a code that was mailed to their address; reading it there confirms the address. A wrong
/// address, a wrong code and an old one are told alike.</summary>
public sealed class CodeProof(SeatmateDb db, MailedSecrets mailed, FirstProof first)
{
    public Task<User?> Of(SignInByCodeRequest request, HttpContext context, CancellationToken cancel) =>
        db.InTransaction(() => Try(request, context, cancel), cancel);

    private async Task<User?> Try(SignInByCodeRequest request, HttpContext context, CancellationToken cancel)
    {
        var origin = Origin.Of(context);
        var user = await db.Users.WithEmail(request.Email).SingleOrDefaultAsync(cancel);
        var outcome = await mailed.Try(
            user?.Id ?? 0,
            SecretPurpose.SignIn,
            request.Code.Trim(),
            origin.Address,
            cancel
        );
        if (user is not null && outcome == CodeOutcome.Right)
        {
            await first.Note(user, context, cancel);
            return user;
        }
        db.NoteFailure(user?.Id, SignInMethod.Code, origin);
        return null;
    }
}

/// <summary>A mailed code for a token, as <see cref="SignIn"/> gives it for a password.</summary>
public static class SignInByCode
{
    public static async Task<Results<Ok<SignedIn>, Problem>> Handle(
        SignInByCodeRequest request,
        CodeProof proof,
        SignIns signIns,
        HttpContext context,
        CancellationToken cancel
    ) =>
        await proof.Of(request, context, cancel) is { } user
            ? SignedIn.Answer(await signIns.Enter(user, SignInMethod.Code, context, cancel))
            : Wrong();

    public static Problem Wrong() =>
        new(
            StatusCodes.Status401Unauthorized,
            "wrong-code",
            "This code is wrong or no longer valid; ask for a new one"
        );
}

/// <summary>The same for a browser: the token goes into the cookie that no script can read.</summary>
public static class OpenSessionByCode
{
    public static async Task<Results<Created<SessionDetails>, Problem>> Handle(
        SignInByCodeRequest request,
        CodeProof proof,
        SignIns signIns,
        HttpContext context,
        CancellationToken cancel
    ) =>
        await proof.Of(request, context, cancel) is { } user
            ? SessionCookie.Answer(context, await signIns.Enter(user, SignInMethod.Code, context, cancel))
            : SignInByCode.Wrong();
}
