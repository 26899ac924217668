namespace Seatmate.Accounts.Exports;

/// <summary>A person asked for everything about them; one at a time (exports_one_under_way).</summary>
public sealed class Export
{
    /// <summary>How long a finished one can be fetched.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public long Id { get; private set; }
    public required long UserId { get; init; }
    public DateTimeOffset AskedAt { get; private set; }
    public DateTimeOffset? SeenAt { get; private set; }
    public int Attempt { get; private set; }
    public int Parts { get; private set; }
    public int PartsDone { get; private set; }
    public DateTimeOffset? ReadyAt { get; private set; }
    public DateTimeOffset? FailedAt { get; private set; }
    public DateTimeOffset? ExpiresAt { get; private set; }
    public long? ByteCount { get; private set; }

    public ExportStatus StatusAt(DateTimeOffset now) =>
        (ReadyAt, FailedAt, ExpiresAt) switch
        {
            (_, not null, _) => ExportStatus.Failed,
            (not null, _, { } expiry) when expiry <= now => ExportStatus.Expired,
            (not null, _, _) => ExportStatus.Ready,
            _ => ExportStatus.UnderWay,
        };
}

public enum ExportStatus
{
    UnderWay,
    Ready,
    Expired,
    Failed,
}

/// <summary>`progress` goes from 0 to 1; `file_url` is there while it can be fetched.</summary>
public sealed record ExportDetails(
    long Id,
    ExportStatus Status,
    decimal Progress,
    DateTimeOffset AskedAt,
    DateTimeOffset? ReadyAt,
    DateTimeOffset? ExpiresAt,
    long? ByteCount,
    string? FileUrl
)
{
    public static ExportDetails From(Export export, DateTimeOffset now)
    {
        var status = export.StatusAt(now);
        var progress = export.Parts == 0 ? 0m : Math.Round((decimal)export.PartsDone / export.Parts, 2);
        return new(
            export.Id,
            status,
            status is ExportStatus.Ready or ExportStatus.Expired ? 1m : progress,
            export.AskedAt,
            export.ReadyAt,
            export.ExpiresAt,
            export.ByteCount,
            status == ExportStatus.Ready ? $"/user/{export.UserId}/exports/{export.Id}/file" : null
        );
    }
}
