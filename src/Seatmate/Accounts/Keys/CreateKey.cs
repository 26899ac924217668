using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Keys;

/// <summary>What a key is for: `scopes`, at least one; all that one may do, or one organiser. Without `days` it does
/// not expire.</summary>
public sealed record CreateKeyRequest(
    [property: Required, TextRule(1, 80)] string Name,
    [property: Required, MinLength(1), MaxLength(20)] IReadOnlyList<KeyScope> Scopes,
    long? OrganiserId,
    [property: Range(1, 3650)] int? Days
);

/// <summary>A new key; `token` is the key itself, and is shown this once.</summary>
public sealed record NewKey(KeyDetails Key, string Token);

/// <summary>Makes a key. Only its hash is kept, so nobody can be shown it again. The person's lock counts those they
/// have.</summary>
public static class CreateKey
{
    private const int KeysMax = 20;

    public static async Task<Results<Created<NewKey>, Problem>> Handle(
        CreateKeyRequest request,
        Caller caller,
        SeatmateDb db,
        ITeams teams,
        IPeople people,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (
            request.OrganiserId is { } organiser
            && await teams.Refusal(organiser, caller, TeamPermission.ManageKeys, cancel) is { } refusal
        )
            return refusal;
        var (prefix, secret) = ApiKey.MakeUp();
        var key = new ApiKey
        {
            UserId = caller.UserId,
            OrganiserId = request.OrganiserId,
            Name = request.Name.Trim(),
            Prefix = prefix,
            SecretHash = ApiKey.Hash(secret),
            Scopes = ApiKey.Words(request.Scopes),
            ExpiresAt = request.Days is { } days ? clock.GetUtcNow().AddDays(days) : null,
        };
        if (!await db.InTransaction(() => Add(db, key, cancel), cancel, kept => kept))
            return Problem.Conflict("too-many-keys", $"A person has at most {KeysMax} keys");
        var details = (await KeyViews.Show([key], people, cancel)).Single();
        return TypedResults.Created($"/keys/{key.Id}", new NewKey(details, ApiKey.Whole(prefix, secret)));
    }

    private static async Task<bool> Add(SeatmateDb db, ApiKey key, CancellationToken cancel)
    {
        await db.LockPerson(key.UserId, cancel);
        if (await db.ApiKeys.CountAsync(other => other.UserId == key.UserId, cancel) >= KeysMax)
            return false;
        db.ApiKeys.Add(key);
        await db.SaveChangesAsync(cancel);
        db.Note(
            key.UserId,
            "accounts.key_made",
            $"key:{key.Id}",
            new { key.Scopes, key.ExpiresAt },
            key.OrganiserId
        );
        return true;
    }
}
