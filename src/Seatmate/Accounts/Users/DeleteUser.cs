using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Users;

/// <summary>Deletes an account with what is the person's own. Other modules take part inside the same transaction
/// (<see cref="IUserLeaving"/>): nothing of the person is left when it commits. The last admin cannot go.</summary>
public static class DeleteUser
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        IEnumerable<IUserLeaving> modules,
        CancellationToken cancel
    )
    {
        if (!await db.Users.AnyAsync(user => user.Id == id, cancel))
            return Problem.NotFound("User", id);
        if (id != caller.UserId && !caller.IsAdmin)
            return Problem.Forbidden("You can only delete your own account");
        return await db.InTransaction(() => Delete(db, id, caller, modules, cancel), cancel);
    }

    private static async Task<Results<Ok<Done>, Problem>> Delete(
        SeatmateDb db,
        long id,
        Caller caller,
        IEnumerable<IUserLeaving> modules,
        CancellationToken cancel
    )
    {
        var locked = await LockWithAdmins(db, id, cancel);
        if (locked.Find(user => user.Id == id) is not { } user)
            return Problem.NotFound("User", id);
        if (user.IsAdmin && locked.Count(other => other.IsAdmin) == 1)
            return Problem.Conflict("last-admin", "The last admin cannot be deleted");
        foreach (var module in modules)
            await module.Leave(id, cancel);
        db.Users.Remove(user);
        db.Note(caller.UserId, "accounts.user_deleted", $"user:{id}");
        return TypedResults.Ok(new Done($"User '{user.Name}' deleted successfully"));
    }

    // The person and all admins, always in the same order: two admins who delete each other at once cannot both
    // succeed.
    internal static Task<List<User>> LockWithAdmins(SeatmateDb db, long id, CancellationToken cancel) =>
        db
            .Users.FromSql(
                $"SELECT * FROM accounts.users WHERE id = {id} OR role = 'admin' ORDER BY id FOR UPDATE"
            )
            .ToListAsync(cancel);
}
