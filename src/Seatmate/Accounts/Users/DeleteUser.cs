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
        if (await db.Users.SingleOrDefaultAsync(user => user.Id == id, cancel) is not { } user)
            return Problem.NotFound("User", id);
        if (user.Id != caller.UserId && !caller.IsAdmin)
            return Problem.Forbidden("You can only delete your own account");
        return await db.InTransaction(() => Delete(db, user, caller, modules, cancel), cancel);
    }

    private static async Task<Results<Ok<Done>, Problem>> Delete(
        SeatmateDb db,
        User user,
        Caller caller,
        IEnumerable<IUserLeaving> modules,
        CancellationToken cancel
    )
    {
        if (user.IsAdmin && await CountAdmins(db, cancel) == 1)
            return Problem.Conflict("last-admin", "The last admin cannot be deleted");
        foreach (var module in modules)
            await module.Leave(user.Id, cancel);
        db.Users.Remove(user);
        db.Note(caller.UserId, "accounts.user_deleted", $"user:{user.Id}");
        return TypedResults.Ok(new Done($"User '{user.Name}' deleted successfully"));
    }

    private static Task<int> CountAdmins(SeatmateDb db, CancellationToken cancel) =>
        db
            .Database.SqlQuery<int>(
                $"""SELECT count(*)::int AS "Value" FROM (SELECT 1 FROM accounts.users WHERE role = 'admin' FOR UPDATE) AS admins"""
            )
            .SingleAsync(cancel);
}
