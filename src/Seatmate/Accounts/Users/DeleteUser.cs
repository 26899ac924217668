using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Accounts.Erasures;
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
        AccountLeaving leaving,
        CancellationToken cancel
    )
    {
        if (!await db.Users.AnyAsync(user => user.Id == id, cancel))
            return Problem.NotFound("User", id);
        if (id != caller.UserId && !caller.IsAdmin)
            return Problem.Forbidden("You can only delete your own account");
        return await db.InTransaction(() => Delete(db, id, caller, leaving, cancel), cancel);
    }

    private static async Task<Results<Ok<Done>, Problem>> Delete(
        SeatmateDb db,
        long id,
        Caller caller,
        AccountLeaving leaving,
        CancellationToken cancel
    )
    {
        var name = await db
            .Users.Where(user => user.Id == id)
            .Select(user => user.Name)
            .SingleOrDefaultAsync(cancel);
        return await leaving.Leave(id, caller.UserId, cancel) switch
        {
            LeavingOutcome.Gone => TypedResults.Ok(new Done($"User '{name}' deleted successfully")),
            LeavingOutcome.NotThere => Problem.NotFound("User", id),
            LeavingOutcome.LastAdmin => AccountLeaving.LastAdmin(),
        };
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
