using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Npgsql;
using NpgsqlTypes;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Platform;

/// <summary>A row of platform.audit: who did what to which thing, when, on which clock and from where; never changed
/// or deleted (audit_is_append_only) until it is too old.</summary>
public sealed class AuditRow
{
    public long Id { get; private set; }
    public DateTimeOffset At { get; private set; }
    public string? Zone { get; set; }
    public long? ActorId { get; init; }
    public required string Action { get; init; }
    public required string Subject { get; init; }
    public long? OrganiserId { get; init; }
    public long? KeyId { get; set; }
    public string? Address { get; set; }
    public string? Details { get; init; }
}

/// <summary>What something was and what it is now.</summary>
public sealed record Changed(object? From, object? To);

public static class AuditTrail
{
    private const int TextShownMax = 200;

    /// <summary>What comes with every order: their rows are found by time, and by whom and what only in
    /// blocks.</summary>
    public static readonly string[] Hot = ["ticketing.order_placed", "payments.invoice_issued"];

    /// <summary>Notes an action (`module.what_was_done`) on a subject (`order:17`) in the transaction of the action;
    /// where it came from is added when it is saved. <paramref name="details"/> is any small record; secrets have no
    /// place in it, nor have names and addresses of people, which must go with them.</summary>
    public static void Note(
        this SeatmateDb db,
        long? actorId,
        string action,
        string subject,
        object? details = null,
        long? organiserId = null
    ) => db.Add(Row(actorId, action, subject, details, organiserId));

    public static AuditRow Row(
        long? actorId,
        string action,
        string subject,
        object? details = null,
        long? organiserId = null
    ) =>
        new()
        {
            ActorId = actorId,
            Action = action,
            Subject = subject,
            OrganiserId = organiserId,
            Details = details is null ? null : JsonSerializer.Serialize(details, JsonShape.Options),
        };

    /// <summary>What of a row was changed and not saved yet, by column; long texts by their beginning.</summary>
    public static SortedDictionary<string, Changed> Changes(this EntityEntry row) =>
        new(
            row.Properties.Where(property => property.IsModified)
                .ToDictionary(
                    property => property.Metadata.GetColumnName(),
                    property => new Changed(Short(property.OriginalValue), Short(property.CurrentValue)),
                    StringComparer.Ordinal
                ),
            StringComparer.Ordinal
        );

    private static object? Short(object? value) =>
        value is string { Length: > TextShownMax } text
            ? $"{string.Concat(text.EnumerateRunes().Take(TextShownMax))}…"
            : value;

    /// <summary>Many rows as a part of a batch of statements.</summary>
    public static NpgsqlBatchCommand NoteMany(IReadOnlyList<AuditRow> rows) =>
        new(
            """
            INSERT INTO platform.audit (actor_id, action, subject, details, address, zone, key_id)
            SELECT unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7)
            """
        )
        {
            Parameters =
            {
                new() { Value = rows.Select(row => row.ActorId).ToArray() },
                new() { Value = rows.Select(row => row.Action).ToArray() },
                new() { Value = rows.Select(row => row.Subject).ToArray() },
                new()
                {
                    Value = rows.Select(row => row.Details).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
                },
                Texts(rows.Select(row => row.Address)),
                Texts(rows.Select(row => row.Zone)),
                new() { Value = rows.Select(row => row.KeyId).ToArray() },
            },
        };

    private static NpgsqlParameter Texts(IEnumerable<string?> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}

public sealed class AuditTables : IModuleTables
{
    public void Map(ModelBuilder model)
    {
        var row = model.Entity<AuditRow>().ToTable("audit", "platform");
        row.Property(audit => audit.At).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        row.Property(audit => audit.Details).HasColumnType("jsonb");
    }
}

public static class AuditSets
{
    extension(SeatmateDb db)
    {
        public DbSet<AuditRow> Audit => db.Set<AuditRow>();
    }
}
