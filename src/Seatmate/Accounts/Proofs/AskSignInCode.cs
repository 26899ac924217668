using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Accounts.Contracts;
using Seatmate.Accounts.Sessions;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Proofs;

public sealed record AskSignInCodeRequest([property: Required, EmailRule] string Email);

/// <summary>Asks for a code by mail. Answers alike, after the same work, whether or not there is such an account: it
/// only notes that somebody asked; who it is, and whether they have asked too often, is looked up later.</summary>
public static class AskSignInCode
{
    public static async Task<Accepted<Done>> Handle(
        AskSignInCodeRequest request,
        SeatmateDb db,
        HttpContext context,
        CancellationToken cancel
    )
    {
        await db.InTransaction(
            () =>
            {
                db.Publish(new SignInCodeAsked(request.Email, Origin.AddressOf(context)));
                return Task.FromResult(true);
            },
            cancel
        );
        return TypedResults.Accepted(
            (string?)null,
            new Done("If there is an account with this address, a code is on its way")
        );
    }
}

/// <summary>Makes the code, if there is such a person and not too many were mailed lately.</summary>
public sealed class MakeCodeOnSignInCodeAsked(SeatmateDb db, MailedSecrets mailed)
    : IReaction<SignInCodeAsked>
{
    public async Task React(SignInCodeAsked fact, CancellationToken cancel)
    {
        if (
            await db.Users.IdWithEmail(fact.Email, cancel) is not { } id
            || !await mailed.MayMail(id, SecretPurpose.SignIn, fact.From, cancel)
        )
            return;
        db.Publish(new SignInCodeMade(id, mailed.MakeCode(id, SecretPurpose.SignIn, fact.From)));
        db.Note(null, "accounts.sign_in_code_mailed", $"user:{id}", new { address = fact.From });
    }
}
