using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Audit;

/// <summary>In which form to take it away.</summary>
public sealed record AuditExport
{
    [FromQuery(Name = "format"), AllowedValues(null, "csv", "json", ErrorMessage = "Take csv or json.")]
    public string? Format { get; init; }
}

/// <summary>All of the audit that a filter is about, the oldest first, for admins: written as it is read, so that its
/// size is nobody's matter. Who took it is noted too.</summary>
public static class ExportAudit
{
    private static readonly string[] Columns =
    [
        "id",
        "at",
        "zone",
        "actor_id",
        "action",
        "subject",
        "organiser_id",
        "key_id",
        "address",
        "details",
    ];

    public static async Task<IResult> Handle(
        [AsParameters] AuditFilter filter,
        [AsParameters] AuditExport export,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var isJson = export.Format == "json";
        await db.InTransaction(
            () =>
            {
                db.Note(caller.UserId, "accounts.audit_exported", "audit", new { filter });
                return Task.FromResult(true);
            },
            cancel
        );
        var rows = db.Audit.AsNoTracking().Matching(filter).OrderBy(row => row.Id).AsAsyncEnumerable();
        return isJson
            ? Results.Stream(body => WriteJson(rows, body, cancel), "application/json", "audit.json")
            : Results.Stream(body => WriteCsv(rows, body, cancel), "text/csv; charset=utf-8", "audit.csv");
    }

    private static Task WriteJson(IAsyncEnumerable<AuditRow> rows, Stream body, CancellationToken cancel) =>
        JsonSerializer.SerializeAsync(body, rows.Select(Line), JsonShape.Options, cancel);

    private static object Line(AuditRow row) =>
        new
        {
            row.Id,
            row.At,
            Zone = row.Zone ?? "UTC",
            row.ActorId,
            row.Action,
            row.Subject,
            row.OrganiserId,
            row.KeyId,
            row.Address,
            Details = row.Details is null ? default(JsonElement?) : JsonElement.Parse(row.Details),
        };

    /// <summary>What a table program could take for a formula is made a plain text.</summary>
    private static async Task WriteCsv(IAsyncEnumerable<AuditRow> rows, Stream body, CancellationToken cancel)
    {
        var form = new CsvWriterOptions { Injection = CsvInjection.Escape };
        await using var csv = CsvWriter.Create(body, form, leaveOpen: true);
        await csv.WriteRecordAsync(Columns, cancel);
        await foreach (var row in rows.WithCancellation(cancel))
            await csv.WriteRecordAsync(Fields(row), cancel);
    }

    private static string[] Fields(AuditRow row) =>
        [
            Number(row.Id),
            row.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
            row.Zone ?? "UTC",
            Number(row.ActorId),
            row.Action,
            row.Subject,
            Number(row.OrganiserId),
            Number(row.KeyId),
            row.Address ?? "",
            row.Details ?? "",
        ];

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
