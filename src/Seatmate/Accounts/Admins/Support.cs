using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Admins;

public sealed class Support(SeatmateDb db, TimeProvider clock) : ISupport
{
    public Task<Problem?> Look(long userId, long adminId, CancellationToken cancel) =>
        db.InTransaction(
            async () =>
            {
                if (!await db.Users.AnyAsync(user => user.Id == userId, cancel))
                    return Problem.NotFound("User", userId);
                if (await db.SupportUntil(userId, clock.GetUtcNow(), cancel) is null)
                    return ShowSupportView.ConsentNeeded();
                db.Note(adminId, ShowSupportView.Looked, $"user:{userId}");
                return (Problem?)null;
            },
            cancel
        );
}
