using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Erasures;

public enum LeavingOutcome
{
    Gone,
    NotThere,
    LastAdmin,
}

/// <summary>Takes a person out of everything, at once or when their grace is over; always inside a transaction. The
/// other modules take part in it (<see cref="IUserLeaving"/>): nothing of the person is left when it commits.</summary>
public sealed class AccountLeaving(SeatmateDb db, IEnumerable<IUserLeaving> modules)
{
    /// <summary>Along facts_by_user.</summary>
    public const string ForgetFacts = """
        UPDATE platform.facts SET body = (
            SELECT jsonb_object_agg(key, value) FROM jsonb_each(body) WHERE jsonb_typeof(value) <> 'string')
        WHERE body -> 'user_id' = to_jsonb({0}::bigint)
        """;

    /// <summary>Takes them out; does nothing unless the outcome is that they are gone.</summary>
    /// <param name="userId">Who leaves.</param>
    /// <param name="actorId">Who says so; null for a job.</param>
    /// <param name="isMeant">Asked once the person is locked: whether it is still so.</param>
    public async Task<LeavingOutcome> Leave(
        long userId,
        long? actorId,
        CancellationToken cancel,
        Func<Task<bool>>? isMeant = null
    )
    {
        var locked = await DeleteUser.LockWithAdmins(db, userId, cancel);
        if (locked.Find(user => user.Id == userId) is not { } user)
            return LeavingOutcome.NotThere;
        if (isMeant is not null && !await isMeant())
            return LeavingOutcome.NotThere;
        if (user.IsAdmin && locked.Count(other => other.IsAdmin) == 1)
            return LeavingOutcome.LastAdmin;
        foreach (var module in modules)
            await module.Leave(userId, cancel);
        foreach (var module in modules)
            await module.LeaveLast(userId, cancel);
        await ForgetTraces(userId, cancel);
        db.Users.Remove(user);
        db.Note(actorId, "accounts.user_deleted", $"user:{userId}");
        return LeavingOutcome.Gone;
    }

    public static Problem LastAdmin() => Problem.Conflict("last-admin", "The last admin cannot be deleted");

    // Answers kept for repeated requests show the person; facts about them say more than that they happened.
    private async Task ForgetTraces(long userId, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"DELETE FROM platform.repeated_requests WHERE scope = {$"user:{userId}"}",
            cancel
        );
        await db.Database.ExecuteSqlRawAsync(ForgetFacts, [userId], cancel);
    }
}
