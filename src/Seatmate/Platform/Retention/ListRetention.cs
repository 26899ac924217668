namespace Seatmate.Platform.Retention;

/// <summary>How long something is kept; `setting` is what the operator calls it.</summary>
public sealed record RetentionRule(string What, int Days, string Setting);

/// <summary>How long this installation keeps what it keeps: the same settings that its jobs obey.</summary>
public static class ListRetention
{
    public static RetentionRule[] Handle(Settings settings) =>
        [
            new("mails", settings.KeepMailsDays, "MAIL_DAYS"),
            new("notes", settings.KeepNotesDays, "NOTE_DAYS"),
            new("facts", settings.KeepFactsDays, "FACT_DAYS"),
            new("audit", (int)settings.AuditKept.TotalDays, "AUDIT_DAYS"),
            new("holds", settings.KeepHoldsDays, "HOLD_DAYS"),
        ];
}
