using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Accounts.Sessions;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Proofs;

/// <summary>Mails a new code and link that prove the caller's address; five an hour, twenty a day.</summary>
public static class AskEmailConfirmation
{
    public static Task<Results<Accepted<Done>, Problem>> Handle(
        Caller caller,
        SeatmateDb db,
        MailedSecrets mailed,
        HttpContext context,
        CancellationToken cancel
    ) => db.InTransaction(() => Ask(caller, db, mailed, Origin.AddressOf(context), cancel), cancel);

    /// <summary>Asks in the mail to <paramref name="user"/> that they confirm their address.</summary>
    public static void Publish(SeatmateDb db, MailedSecrets mailed, User user, string from) =>
        db.Publish(
            new EmailConfirmationAsked(
                user.Id,
                user.Email,
                mailed.MakeCode(user.Id, SecretPurpose.ConfirmCode, from),
                mailed.MakeToken(user.Id, SecretPurpose.ConfirmLink, from)
            )
        );

    private static async Task<Results<Accepted<Done>, Problem>> Ask(
        Caller caller,
        SeatmateDb db,
        MailedSecrets mailed,
        string from,
        CancellationToken cancel
    )
    {
        var user = await db.Users.SingleAsync(user => user.Id == caller.UserId, cancel);
        if (user.EmailConfirmedAt is not null)
            return Problem.Conflict("already-confirmed", "Your address is confirmed already");
        if (!await mailed.MayMail(user.Id, SecretPurpose.ConfirmCode, from, cancel))
            return TooMany();
        Publish(db, mailed, user, from);
        db.Note(user.Id, "accounts.email_confirmation_asked", $"user:{user.Id}");
        return TypedResults.Accepted((string?)null, new Done($"A code is on its way to {user.Email}"));
    }

    public static Problem TooMany() =>
        new(
            StatusCodes.Status429TooManyRequests,
            "too-many-mails",
            "We have just sent you several; look into your mailbox, or try again in an hour"
        )
        {
            RetryAfterSeconds = 3600,
        };
}
