using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Notifications.Mails;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Notes;

/// <summary>What the caller is told, in two lines of their language, and where it leads.</summary>
public sealed record NoteDetails(
    long Id,
    string Kind,
    string Title,
    string Text,
    string Link,
    DateTimeOffset WrittenAt,
    DateTimeOffset? ReadAt
);

/// <summary>What the caller was told in the app, newest first. A kind that this version does not know any more is not
/// shown: there are no words for it.</summary>
public static class ListNotes
{
    private static readonly string[] Known = [.. MailKinds.Noted.Select(kind => kind.Name)];

    public static async Task<Page<NoteDetails>> Handle(
        PageRequest page,
        Caller caller,
        SeatmateDb db,
        IPeople people,
        MailTemplates templates,
        CancellationToken cancel
    )
    {
        var before = page.AfterId ?? long.MaxValue;
        var notes = await db
            .Notes.AsNoTracking()
            .OwnedBy(caller.UserId)
            .Where(note => note.Id < before && Known.Contains(note.Kind))
            .OrderByDescending(note => note.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancel);
        var language = (await people.Contact(caller.UserId, cancel))?.Language ?? Languages.Standard;
        return new([.. notes.Select(note => Details(note, language, templates))], page, note => [note.Id]);
    }

    private static NoteDetails Details(Note note, string language, MailTemplates templates)
    {
        var (title, text) = templates.Brief(note.Kind, language, NoteValues.Read(note.Details));
        return new(note.Id, note.Kind, title, text, note.Link, note.WrittenAt, note.ReadAt);
    }
}
