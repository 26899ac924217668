using Microsoft.EntityFrameworkCore;
using Seatmate.Notifications.Choices;
using Seatmate.Notifications.Mails;
using Seatmate.Platform.Database;

namespace Seatmate.Notifications.Notes;

/// <summary>Writes notes about what mails tell, within the caller's transaction: of kinds that lead somewhere in the
/// app, for people who want them there or in their browsers, which they wait to be pushed to. One for each cause,
/// however often it is written (notes_cause_once).</summary>
public sealed class NoteWriter(SeatmateDb db, MailTemplates templates, TimeProvider clock)
{
    private static readonly TimeSpan PushedWithin = TimeSpan.FromDays(1);

    public async Task Write(IReadOnlyCollection<NewMail> all, WantedChannels wanted, CancellationToken cancel)
    {
        var told = all.Where(mail => wanted.Has(mail, Channels.App) || wanted.Has(mail, Channels.Push))
            .ToArray();
        if (told.Length == 0)
            return;
        var now = clock.GetUtcNow();
        var people = told.Select(mail => mail.To.UserId!.Value).ToArray();
        var kinds = told.Select(mail => mail.Kind.Name).ToArray();
        var causes = told.Select(mail => mail.Cause).ToArray();
        var details = told.Select(DetailsOf).ToArray();
        var links = told.Select(LinkOf).ToArray();
        var listed = told.Select(mail => wanted.Has(mail, Channels.App)).ToArray();
        var pushed = told.Select(mail => wanted.Has(mail, Channels.Push)).ToArray();
        var stale = told.Select(mail => now + (mail.Kind.GoodFor ?? PushedWithin)).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH new AS (
                SELECT * FROM unnest({people}, {kinds}, {causes}, {details}, {links}, {listed}, {pushed}, {stale})
                    AS new (user_id, kind, cause, details, link, listed, pushed, stale_at)
            ), written AS (
                INSERT INTO notifications.notes (user_id, kind, cause, details, link, listed)
                SELECT user_id, kind, cause, details::jsonb, link, listed FROM new
                WHERE listed OR EXISTS (SELECT FROM notifications.push_subscriptions s WHERE s.user_id = new.user_id)
                ON CONFLICT ON CONSTRAINT notes_cause_once DO NOTHING
                RETURNING id, user_id, kind, cause
            )
            INSERT INTO notifications.pushes (note_id, subscription_id, stale_at)
            SELECT written.id, s.id, new.stale_at FROM written
            JOIN new USING (user_id, kind, cause)
            JOIN notifications.push_subscriptions s ON s.user_id = written.user_id
            WHERE new.pushed
            ON CONFLICT ON CONSTRAINT pushes_once DO NOTHING
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
