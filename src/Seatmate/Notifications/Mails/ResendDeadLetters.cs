using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Mails;

/// <summary>How many mails wait again.</summary>
public sealed record ResentMails(int Resent);

/// <summary>Lets all dead letters be tried again, after the mail server was away for longer than we try; not those
/// whose time has passed, such as old codes. Repeated, it finds none.</summary>
public static class ResendDeadLetters
{
    public static async Task<Results<Ok<ResentMails>, Problem>> Handle(
        Caller caller,
        SeatmateDb db,
        Smtp smtp,
        CancellationToken cancel
    )
    {
        if (!smtp.IsConfigured)
            return ResendMail.NoMailServer();
        return await db.InTransaction(
            async () =>
            {
                var resent = await db.Database.ExecuteSqlAsync(
                    $"""
                    UPDATE notifications.mails SET due_at = now(), dead_at = NULL, attempts = 0
                    WHERE dead_at IS NOT NULL AND (stale_at > now()) IS NOT FALSE
                    """,
                    cancel
                );
                if (resent > 0)
                    db.Note(caller.UserId, "notifications.dead_letters_resent", "mails", new { resent });
                return TypedResults.Ok(new ResentMails(resent));
            },
            cancel
        );
    }
}
