using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Sessions;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Admins;

/// <summary>The role must be there.</summary>
public sealed record ChangeAccountRequest([property: MustBeSaid] Role? Role);

/// <summary>Makes somebody an admin, or an admin a user again; by admins only, who are asked again under the lock of
/// all admins, so that two who demote each other do it one after the other. That one stays is decided by
/// users_keep_an_admin. Open sessions have the new role at once, on every process.</summary>
public static class ChangeAccount
{
    public static async Task<Results<Ok<AccountDetails>, Problem>> Handle(
        long id,
        ChangeAccountRequest request,
        Caller caller,
        SeatmateDb db,
        LivingSessions sessions,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (request.Role is not { } role)
            return Problem.Missing("role");
        try
        {
            if (
                await db.InTransaction(() => Change(db, id, role, caller, clock, cancel), cancel) is
                { } refusal
            )
                return refusal;
        }
        catch (DbUpdateException error) when (error.BrokenConstraint() == AccountsTables.KeepsAnAdmin)
        {
            return Problem.Conflict("last-admin", "The last admin stays one");
        }
        sessions.ForgetOf(id);
        var changed = await db
            .Users.AsNoTracking()
            .Where(user => user.Id == id)
            .Select(AccountViews.Details)
            .SingleOrDefaultAsync(cancel);
        return changed is null ? Problem.NotFound("User", id) : TypedResults.Ok(changed);
    }

    private static async Task<Problem?> Change(
        SeatmateDb db,
        long id,
        Role role,
        Caller caller,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var locked = await DeleteUser.LockWithAdmins(db, id, cancel);
        if (!locked.Exists(user => user.Id == caller.UserId && user.IsAdmin))
            return Problem.Forbidden("Only an admin may do this");
        if (locked.Find(user => user.Id == id) is not { } user)
            return Problem.NotFound("User", id);
        if (user.Role == role)
            return null;
        db.Note(
            caller.UserId,
            role == Role.Admin ? "accounts.admin_promoted" : "accounts.admin_demoted",
            $"user:{id}",
            new { changes = new { role = new Changed(user.Role, role) } }
        );
        (user.Role, user.UpdatedAt) = (role, clock.GetUtcNow());
        return null;
    }
}
