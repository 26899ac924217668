using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;

namespace Seatmate.Ticketing.Sections;

/// <summary>Closes sections that are to close once they are sold out.</summary>
internal static class ClosingSections
{
    /// <summary>To be asked in the transaction that confirms orders of the event or states its sections, when their
    /// rows are written.</summary>
    public static Task CloseWhatIsSoldOut(this SeatmateDb db, long eventId, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"SELECT ticketing.close_what_is_sold_out({eventId})", cancel);
}
