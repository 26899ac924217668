using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Accounts.Contracts;
using Seatmate.Notifications.Mails;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Health;

/// <summary>Sends the admin who asks a mail, the way every mail goes: if it comes, the others do too.</summary>
public static class SendTestMail
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        Caller caller,
        SeatmateDb db,
        MailWriter mails,
        IPeople people,
        CancellationToken cancel
    )
    {
        if (await people.Contact(caller.UserId, cancel) is not { } person)
            return Problem.NotFound("User", caller.UserId);
        await db.InTransaction(
            async () =>
            {
                var cause = $"{caller.UserId}.{Guid.CreateVersion7():N}";
                var values = new Dictionary<string, object?>();
                await mails.Write(new NewMail(MailKinds.Test, Recipient.Of(person), cause, values), cancel);
                db.Note(caller.UserId, "notifications.test_mail_sent", $"user:{caller.UserId}");
                return true;
            },
            cancel
        );
        return TypedResults.Ok(new Done($"A test mail to {person.Email} is written"));
    }
}
