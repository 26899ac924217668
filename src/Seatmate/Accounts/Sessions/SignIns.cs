using Seatmate.Accounts.Passkeys;
using Seatmate.Accounts.Proofs;
using Seatmate.Accounts.Providers;
using Seatmate.Accounts.SecondSteps;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Sessions;

/// <summary>A person who proved who they are, and the token of their new session.</summary>
public sealed record NewSession(User User, string Token, DateTimeOffset ExpiresAt, string DeviceCookie);

/// <summary>The session of who came in, or why they did not.</summary>
public sealed record Entry(NewSession? Session, Problem? Refusal);

/// <summary>What all ways of signing in share: the session made from the proof, whatever the proof was. Another
/// password ends what began before it: the person is locked with the one they proved, and whoever sets another locks
/// them too before ending their sessions.</summary>
public sealed class SignIns(
    SeatmateDb db,
    AccessTokens tokens,
    Devices devices,
    SignInTries tries,
    SecondStepProof secondStep,
    SecondStepSecrets secrets,
    TimeProvider clock
)
{
    /// <summary>Lets a person in who proved who they are, or asks for the second step where it is on.</summary>
    public async Task<Entry> Enter(
        User user,
        SignInMethod method,
        HttpContext context,
        CancellationToken cancel
    ) =>
        await secondStep.IsOn(user.Id, cancel)
            ? new(null, SecondStepNeeded(secrets.Ticket(user, method)))
            : await Open(user, method, context, cancel);

    /// <summary>A new session for a person who proved all that is asked of them; none when they have another password
    /// than the one they were read with, or are gone.</summary>
    public async Task<Entry> Open(
        User user,
        SignInMethod method,
        HttpContext context,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        var origin = Origin.Of(context);
        var session = new Session
        {
            UserId = user.Id,
            Method = method,
            Device = origin.Device,
            Address = origin.Address,
            LastUsedAt = now,
            ProvedAt = now,
            ExpiresAt = now + Session.Lifetime,
        };
        var deviceCookie = await db.InTransaction(
            async () =>
            {
                if (!await db.LockWithPassword(user, cancel))
                {
                    db.NoteFailure(user.Id, method, origin);
                    return null;
                }
                db.Sessions.Add(session);
                user.LastSignInAt = now;
                db.Note(
                    user.Id,
                    "accounts.signed_in",
                    $"user:{user.Id}",
                    new
                    {
                        method,
                        session.Address,
                        session.Device,
                    }
                );
                await tries.Forget(user, context, cancel);
                return await devices.See(user.Id, context, cancel);
            },
            cancel
        );
        if (deviceCookie is null)
            return new(null, Refused(method));
        var role = user.IsAdmin ? "admin" : "user";
        var token = tokens.Issue(user.Id, role, session.Id, session.ExpiresAt);
        return new(new(user, token, session.ExpiresAt, deviceCookie), null);
    }

    private static Problem Refused(SignInMethod method) =>
        method switch
        {
            SignInMethod.Password => SignIn.Wrong(),
            SignInMethod.Code => SignInByCode.Wrong(),
            SignInMethod.Passkey => PasskeyProof.Wrong(),
            SignInMethod.Provider => ProviderProblems.WrongState(),
        };

    private static Problem SecondStepNeeded(SecondStepTicket ticket) =>
        new Problem(
            StatusCodes.Status401Unauthorized,
            "second-step-needed",
            "Now the code of your authenticator app"
        ).With(ticket);
}

public static class SignInNotes
{
    /// <summary>Notes that somebody failed to sign in; of whom, if there is such a person, and never what they
    /// typed.</summary>
    public static void NoteFailure(this SeatmateDb db, long? userId, SignInMethod method, Origin origin) =>
        db.Note(
            null,
            "accounts.sign_in_failed",
            userId is null ? "user:unknown" : $"user:{userId}",
            new
            {
                method,
                origin.Address,
                origin.Device,
            }
        );
}
