using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Mails;

/// <summary>Lets a dead letter, or one that was kept, be tried again, as it was written. Twice or at once is one more
/// try: only what rests is changed.</summary>
public static class ResendMail
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        Smtp smtp,
        CancellationToken cancel
    )
    {
        if (!smtp.IsConfigured)
            return NoMailServer();
        if (!await db.Mails.AnyAsync(mail => mail.Id == id, cancel))
            return Problem.NotFound("Mail", id);
        return await db.InTransaction(
            async () =>
            {
                var resent = await db.Database.ExecuteSqlAsync(
                    $"""
                    UPDATE notifications.mails SET due_at = now(), dead_at = NULL, attempts = 0, stale_at = NULL
                    WHERE id = {id} AND due_at IS NULL AND sent_at IS NULL
                    """,
                    cancel
                );
                if (resent > 0)
                    db.Note(caller.UserId, "notifications.mail_resent", $"mail:{id}");
                return TypedResults.Ok(new Done("The mail is on its way, or was already"));
            },
            cancel
        );
    }

    public static Problem NoMailServer() =>
        Problem.Conflict("no-mail-server", "There is no mail server: SMTP_URL is not set");
}
