using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Admins;

/// <summary>For how many hours; a day when it is not said.</summary>
public sealed record GiveSupportConsentRequest([property: Range(1, 72)] int? Hours);

/// <summary>Whether admins may look at the caller's account, until when, and who has looked, the last first; of
/// others not from where, nor with which key.</summary>
public sealed record SupportConsentDetails(DateTimeOffset? ExpiresAt, IReadOnlyList<AuditEntry> Looks);

/// <summary>Lets admins look at the caller's own account for some hours; said again, it counts from then.</summary>
public static class GiveSupportConsent
{
    private const int UsualHours = 24;

    public static async Task<Results<Ok<SupportConsentDetails>, Problem>> Handle(
        long id,
        GiveSupportConsentRequest request,
        Caller caller,
        SeatmateDb db,
        IPeople people,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (id != caller.UserId)
            return NotYours();
        var expiresAt = clock.GetUtcNow().AddHours(request.Hours ?? UsualHours);
        await db.InTransaction(
            async () =>
            {
                db.Note(id, "accounts.support_allowed", $"user:{id}", new { expiresAt });
                return await db.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO accounts.support_consents (user_id, given_at, expires_at)
                    VALUES ({id}, {clock.GetUtcNow()}, {expiresAt})
                    ON CONFLICT (user_id) DO UPDATE SET given_at = excluded.given_at, expires_at = excluded.expires_at
                    """,
                    cancel
                );
            },
            cancel
        );
        return TypedResults.Ok(await ShowSupportConsent.Show(db, id, people, clock, cancel));
    }

    internal static Problem NotYours() => Problem.Forbidden("Only the person themself decides that");
}

/// <summary>What the caller has decided, and who has looked.</summary>
public static class ShowSupportConsent
{
    private const int LooksMax = 50;

    public static async Task<Results<Ok<SupportConsentDetails>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        IPeople people,
        TimeProvider clock,
        CancellationToken cancel
    ) =>
        id == caller.UserId
            ? TypedResults.Ok(await Show(db, id, people, clock, cancel))
            : GiveSupportConsent.NotYours();

    internal static async Task<SupportConsentDetails> Show(
        SeatmateDb db,
        long id,
        IPeople people,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var subject = $"user:{id}";
        var looks = await db
            .Audit.AsNoTracking()
            .Where(row => row.Action == ShowSupportView.Looked && row.Subject == subject)
            .Where(row => !EF.Constant(AuditTrail.Hot).Contains(row.Action))
            .OrderByDescending(row => row.Id)
            .Take(LooksMax)
            .ToListAsync(cancel);
        var shown = (await looks.Show(people, cancel)).Select(look =>
            look.ActorId == id ? look : look with { Address = null, KeyId = null }
        );
        return new(await db.SupportUntil(id, clock.GetUtcNow(), cancel), [.. shown]);
    }
}

/// <summary>Takes the consent back; from then on nobody looks.</summary>
public static class WithdrawSupportConsent
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        if (id != caller.UserId)
            return GiveSupportConsent.NotYours();
        await db.InTransaction(
            async () =>
            {
                var withdrawn = await db
                    .SupportConsents.Where(consent => consent.UserId == id)
                    .ExecuteDeleteAsync(cancel);
                if (withdrawn > 0)
                    db.Note(id, "accounts.support_refused", $"user:{id}");
                return withdrawn;
            },
            cancel
        );
        return TypedResults.Ok(new Done("Nobody may look at your account now"));
    }
}
