using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Mails;

/// <summary>Both parts of a mail, as they were written.</summary>
public sealed record MailParts(long Id, string Subject, string Body, string? Html);

/// <summary>One mail as its reader sees it; for admins.</summary>
public static class ShowMail
{
    public static async Task<Results<Ok<MailParts>, Problem>> Handle(
        long id,
        SeatmateDb db,
        CancellationToken cancel
    ) =>
        await db
            .Mails.AsNoTracking()
            .Where(mail => mail.Id == id)
            .Select(mail => new MailParts(mail.Id, mail.Subject, mail.Body, mail.Html))
            .SingleOrDefaultAsync(cancel)
            is { } parts
            ? TypedResults.Ok(parts)
            : Problem.NotFound("Mail", id);
}

/// <summary>The same for whoever develops (<see cref="DevelopmentMailbox"/>).</summary>
public static class ShowDevelopmentMail
{
    public static async Task<Results<Ok<MailParts>, Problem>> Handle(
        long id,
        HttpContext context,
        DevelopmentMailbox mailbox,
        SeatmateDb db,
        CancellationToken cancel
    ) => mailbox.IsOpenTo(context) ? await ShowMail.Handle(id, db, cancel) : DevelopmentMailbox.Closed();
}
