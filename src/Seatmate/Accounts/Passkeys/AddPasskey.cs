using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Passkeys;

/// <summary>A passkey as its person sees it.</summary>
public sealed record PasskeyDetails(
    long Id,
    string Name,
    bool IsBackedUp,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt
)
{
    public static PasskeyDetails From(Passkey passkey) =>
        new(passkey.Id, passkey.Name, passkey.IsBackedUp, passkey.CreatedAt, passkey.LastUsedAt);
}

/// <summary>Asks the caller's device for a new passkey.</summary>
public static class StartPasskey
{
    public static async Task<Results<Ok<PasskeyQuestionAsked>, Problem>> Handle(
        Caller caller,
        SeatmateDb db,
        PasskeyDesk desk,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (await db.Passkeys.CountAsync(p => p.UserId == caller.UserId, cancel) >= Passkey.PerPersonMax)
            return AddPasskey.TooMany();
        var user = await db.Users.SingleAsync(user => user.Id == caller.UserId, cancel);
        return TypedResults.Ok(await desk.AskToMake(user, context, cancel));
    }
}

/// <summary>The question that was asked, and what `navigator.credentials.create()` answered, as JSON text.</summary>
public sealed record AddPasskeyRequest(
    Guid QuestionId,
    [property: Required, MaxLength(100_000)] string CredentialJson,
    [property: Required, TextRule(1, 50)] string Name
);

/// <summary>Adds a passkey to the caller's account. Correct twice because a question is answered once, and because a
/// credential belongs to one account: passkeys_credential_once. The person's lock counts those they have.</summary>
public static class AddPasskey
{
    public static async Task<Results<Created<PasskeyDetails>, Problem>> Handle(
        AddPasskeyRequest request,
        Caller caller,
        SeatmateDb db,
        PasskeyDesk desk,
        HttpContext context,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (
            await desk.Made(caller.UserId, request.QuestionId, request.CredentialJson, context, cancel)
            is not { } made
        )
            return Problem.Refused(
                "wrong-passkey",
                "Your device did not make a passkey for this page; try again"
            );
        var passkey = new Passkey
        {
            UserId = caller.UserId,
            CredentialId = made.CredentialId,
            PublicKey = made.PublicKey,
            SignCount = made.SignCount,
            Transports = made.Transports ?? [],
            IsBackupEligible = made.IsBackupEligible,
            IsBackedUp = made.IsBackedUp,
            Name = request.Name.Trim(),
            CreatedAt = clock.GetUtcNow(),
        };
        try
        {
            if (!await db.InTransaction(() => Keep(passkey, db, cancel), cancel, kept => kept))
                return TooMany();
        }
        catch (DbUpdateException error)
            when (error.BrokenConstraint() == AccountsTables.PasskeyCredentialOnce)
        {
            return Problem.Conflict("passkey-taken", "This passkey belongs to an account already");
        }
        return TypedResults.Created($"/auth/passkeys/{passkey.Id}", PasskeyDetails.From(passkey));
    }

    private static async Task<bool> Keep(Passkey passkey, SeatmateDb db, CancellationToken cancel)
    {
        await db.LockPerson(passkey.UserId, cancel);
        if (await db.Passkeys.CountAsync(p => p.UserId == passkey.UserId, cancel) >= Passkey.PerPersonMax)
            return false;
        db.Passkeys.Add(passkey);
        await db.SaveChangesAsync(cancel);
        db.Note(passkey.UserId, "accounts.passkey_added", $"user:{passkey.UserId}", new { passkey.Id });
        db.Publish(new AccessChanged(passkey.UserId, AccessChange.PasskeyAdded, passkey.CreatedAt));
        return true;
    }

    public static Problem TooMany() =>
        Problem.Conflict(
            "too-many-passkeys",
            $"At most {Passkey.PerPersonMax}; remove one that you no longer use"
        );
}
