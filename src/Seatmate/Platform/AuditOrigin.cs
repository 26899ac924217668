using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Seatmate.Platform.Http;

namespace Seatmate.Platform;

/// <summary>Adds to what is noted in the audit during a request from where it came: the address, the key it was asked
/// with, and the zone of the clock that the client says it has (header Time-Zone).</summary>
public sealed class AuditOrigin(IHttpContextAccessor accessor) : SaveChangesInterceptor
{
    public const string ZoneHeader = "Time-Zone";
    private const int ZoneLengthMax = 64;

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
            row.Address = CallerAddress.Of(request);
            row.Zone = Zone(request);
            row.KeyId = Caller.From(request.User)?.KeyId;
        }
    }

    private static string? Zone(HttpContext request)
    {
        var zone = request.Request.Headers[ZoneHeader].ToString();
        return zone.Length is > 0 and <= ZoneLengthMax && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
            ? zone
            : null;
    }
}
