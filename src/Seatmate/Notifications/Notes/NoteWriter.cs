using Microsoft.EntityFrameworkCore;
using Seatmate.Notifications.Mails;
using Seatmate.Platform.Database;

namespace Seatmate.Notifications.Notes;

/// <summary>Writes notes about what mails tell, within the caller's transaction: of kinds that lead somewhere in the
/// app, for people who want them there. One for each cause, however often it is written
/// (notes_cause_once).</summary>
public sealed class NoteWriter(SeatmateDb db, MailTemplates templates)
{
    public async Task Write(IReadOnlyCollection<NewMail> told, CancellationToken cancel)
    {
        if (told.Count == 0)
            return;
        var people = told.Select(mail => mail.To.UserId!.Value).ToArray();
        var kinds = told.Select(mail => mail.Kind.Name).ToArray();
        var causes = told.Select(mail => mail.Cause).ToArray();
        var details = told.Select(DetailsOf).ToArray();
        var links = told.Select(LinkOf).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO notifications.notes (user_id, kind, cause, details, link)
            SELECT new.user_id, new.kind, new.cause, new.details::jsonb, new.link
            FROM unnest({people}, {kinds}, {causes}, {details}, {links})
                AS new (user_id, kind, cause, details, link)
            ON CONFLICT ON CONSTRAINT notes_cause_once DO NOTHING
            """,
            cancel
        );
    }

    private string DetailsOf(NewMail mail) =>
        NoteValues.Write(
            templates
                .BriefValues(mail.Kind.Name)
                .ToDictionary(name => name, name => mail.Values[name], StringComparer.Ordinal)
        );

    private static string LinkOf(NewMail mail)
    {
        var address = (Uri)mail.Values[mail.Kind.Opens!]!;
        return address.PathAndQuery + address.Fragment;
    }
}
