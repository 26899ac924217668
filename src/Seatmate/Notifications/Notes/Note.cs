namespace Seatmate.Notifications.Notes;

/// <summary>What a person is told in the app, once for each cause (notes_cause_once). It keeps values instead of words:
/// it is said in the language that its person reads at the time.</summary>
public sealed class Note
{
    public long Id { get; private set; }
    public required long UserId { get; init; }
    public required string Kind { get; init; }
    public required string Cause { get; init; }
    public required string Details { get; init; }

    /// <summary>Where it leads in the app.</summary>
    public required string Link { get; init; }

    /// <summary>Whether it is among the person's notifications, or was only told in another way.</summary>
    public required bool Listed { get; init; }
    public DateTimeOffset WrittenAt { get; private set; }
    public DateTimeOffset? ReadAt { get; private set; }
}

public static class NoteScopes
{
    /// <summary>What a person finds among their notifications.</summary>
    public static IQueryable<Note> OwnedBy(this IQueryable<Note> notes, long userId) =>
        notes.Where(note => note.UserId == userId && note.Listed);
}
