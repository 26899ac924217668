using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Seatmate.Platform.Http;

namespace Seatmate.Platform;

/// <summary>Adds to what is noted in the audit during a request from where it came: the address, the key it was asked
/// with, and the zone of the clock that the client says it has (header Time-Zone).</summary>
public sealed class AuditOrigin(IHttpContextAccessor accessor) : SaveChangesInterceptor
{
    public const string ZoneHeader = "Time-Zone";

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        if (accessor.HttpContext is { } request && eventData.Context is { } db)
            Complete(db, request);
        return ValueTask.FromResult(result);
    }

    private static void Complete(DbContext db, HttpContext request)
    {
        foreach (var entry in db.ChangeTracker.Entries<AuditRow>())
        {
            if (entry.State != EntityState.Added)
                continue;
            var row = entry.Entity;
            (row.Address, row.Zone, row.KeyId) = AuditPlace.Of(request);
        }
    }
}

/// <summary>From where somebody acts: network address, the clock they go by if they say it, and by which key.</summary>
public sealed record AuditPlace(string? Address, string? Zone, long? KeyId)
{
    private const int ZoneLengthMax = 64;

    public static AuditPlace Of(HttpContext request) =>
        new(CallerAddress.Of(request), ZoneOf(request), Caller.From(request.User)?.KeyId);

    private static string? ZoneOf(HttpContext request)
    {
        var zone = request.Request.Headers[AuditOrigin.ZoneHeader].ToString();
        return zone.Length is > 0 and <= ZoneLengthMax && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
            ? zone
            : null;
    }
}
