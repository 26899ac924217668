using System.Text.Json;
using Seatmate.Platform;

namespace Seatmate.Accounts.Contracts;

/// <summary>What was done, as it is read: when as an instant, with the zone of the clock of who did it; from which
/// address and, when it was not done by hand, with which key. `details` are as they were noted: what was and what is
/// in `changes`.</summary>
public sealed record AuditEntry(
    long Id,
    DateTimeOffset At,
    string Zone,
    long? ActorId,
    UserSummary? Actor,
    string Action,
    string Subject,
    string? Address,
    long? KeyId,
    JsonElement? Details
);

public static class AuditEntries
{
    /// <summary>What is shown where nobody said on which clock they were.</summary>
    public const string NoZone = "UTC";

    /// <summary>These rows with the names of who acted, in their order; who has left has no name any more.</summary>
    public static async Task<List<AuditEntry>> Show(
        this IReadOnlyCollection<AuditRow> rows,
        IPeople people,
        CancellationToken cancel
    )
    {
        var ids = rows.Select(row => row.ActorId).OfType<long>().Distinct();
        var names = await people.Summaries([.. ids], cancel);
        return
        [
            .. rows.Select(row => new AuditEntry(
                row.Id,
                row.At,
                row.Zone ?? NoZone,
                row.ActorId,
                names.GetValueOrDefault(row.ActorId ?? 0),
                row.Action,
                row.Subject,
                row.Address,
                row.KeyId,
                row.Details is null ? null : JsonElement.Parse(row.Details)
            )),
        ];
    }
}
