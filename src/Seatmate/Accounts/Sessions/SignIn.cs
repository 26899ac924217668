using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Sessions;

public sealed record SignInRequest([property: Required] string Email, [property: Required] string Password);

/// <summary>`token` and `access_token` are the same: existing clients read either.</summary>
public sealed record SignedIn(
    string Email,
    bool IsAdmin,
    string Token,
    string AccessToken,
    DateTimeOffset ExpiresAt
)
{
    public static SignedIn From(NewSession session) =>
        new(session.User.Email, session.User.IsAdmin, session.Token, session.Token, session.ExpiresAt);

    public static Results<Ok<SignedIn>, Problem> Answer(Entry entry) =>
        entry.Session is { } session ? TypedResults.Ok(From(session)) : entry.Refusal!;
}

/// <summary>E-mail and password for a token of 24 hours. Correct because the token only names a session's row, whose
/// life every process can end, and because a wrong e-mail costs the same hashing as a wrong password.</summary>
public static class SignIn
{
    public static async Task<Results<Ok<SignedIn>, Problem>> Handle(
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
        return SignedIn.Answer(await signIns.Enter(user, SignInMethod.Password, context, cancel));
    }

    public static Problem Wrong() =>
        new(StatusCodes.Status401Unauthorized, "wrong-credentials", "Invalid email or password");
}
