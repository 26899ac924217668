using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Platform;

/// <summary>A row of platform.audit: who did what to which thing; never changed or deleted
/// (audit_is_append_only).</summary>
public sealed class AuditRow
{
    public long Id { get; private set; }
    public long? ActorId { get; init; }
    public required string Action { get; init; }
    public required string Subject { get; init; }
    public string? Details { get; init; }
}

public static class AuditTrail
{
    /// <summary>Notes an action (`module.what_was_done`) on a subject (`order:17`) in the transaction of the action.
    /// <paramref name="details"/> is any small record; secrets have no place in it.</summary>
    public static void Note(
        this SeatmateDb db,
        long? actorId,
        string action,
        string subject,
        object? details = null
    ) => db.Add(Row(actorId, action, subject, details));

    public static AuditRow Row(long? actorId, string action, string subject, object? details = null) =>
        new()
        {
            ActorId = actorId,
            Action = action,
            Subject = subject,
            Details = details is null ? null : JsonSerializer.Serialize(details, JsonShape.Options),
        };

    /// <summary>Many rows as a part of a batch of statements.</summary>
    public static NpgsqlBatchCommand NoteMany(IReadOnlyList<AuditRow> rows) =>
        new(
            "INSERT INTO platform.audit (actor_id, action, subject, details) SELECT * FROM unnest($1, $2, $3, $4)"
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
            },
        };
}

public sealed class AuditTables : IModuleTables
{
    public void Map(ModelBuilder model)
    {
        var row = model.Entity<AuditRow>().ToTable("audit", "platform");
        row.Property(audit => audit.Details).HasColumnType("jsonb");
    }
}
