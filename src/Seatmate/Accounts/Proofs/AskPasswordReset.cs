using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Accounts.Contracts;
using Seatmate.Accounts.Sessions;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Proofs;

public sealed record AskPasswordResetRequest([property: Required, EmailRule] string Email);

/// <summary>Asks for a link by which a forgotten password is replaced. Answers alike, after the same work, whether or
/// not there is such an account, as <see cref="AskSignInCode"/> does.</summary>
public static class AskPasswordReset
{
    public static async Task<Accepted<Done>> Handle(
        AskPasswordResetRequest request,
        SeatmateDb db,
        HttpContext context,
        CancellationToken cancel
    )
    {
        await db.InTransaction(
            () =>
            {
                db.Publish(new PasswordResetAsked(request.Email, Origin.AddressOf(context)));
                return Task.FromResult(true);
            },
            cancel
        );
        return TypedResults.Accepted(
            (string?)null,
            new Done("If there is an account with this address, a link is on its way")
        );
    }
}

/// <summary>Makes the link's token, if there is such a person and not too many were mailed lately.</summary>
public sealed class MakeTokenOnPasswordResetAsked(SeatmateDb db, MailedSecrets mailed)
    : IReaction<PasswordResetAsked>
{
    public async Task React(PasswordResetAsked fact, CancellationToken cancel)
    {
        if (
            await db.Users.IdWithEmail(fact.Email, cancel) is not { } id
            || !await mailed.MayMail(id, SecretPurpose.Reset, fact.From, cancel)
        )
            return;
        db.Publish(new PasswordResetMade(id, mailed.MakeToken(id, SecretPurpose.Reset, fact.From)));
        db.Note(null, "accounts.password_reset_mailed", $"user:{id}", new { address = fact.From });
    }
}
