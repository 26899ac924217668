using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Seatmate.Platform.Database;

/// <summary>Words for rules that the database decides: which constraint said no, and names that are free for whoever
/// is first.</summary>
public static class TakenOnce
{
    private const int SlugAttemptsMax = 5;

    /// <summary>The name of the constraint that refused a write, if one did.</summary>
    public static string? BrokenConstraint(this Exception error) =>
        ((error as PostgresException) ?? (error.InnerException as PostgresException))?.ConstraintName;

    /// <summary>Runs <paramref name="work"/> in a transaction with a slug made for the attempt it is told, and again
    /// with another one when the unique <paramref name="constraint"/> finds it taken: the index decides, never a
    /// look-up before.</summary>
    public static async Task<T> WithSlug<T>(
        this SeatmateDb db,
        string constraint,
        Func<int, Task<T>> work,
        CancellationToken cancel
    )
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await db.InTransaction(() => work(attempt), cancel);
            }
            catch (DbUpdateException error)
                when (error.BrokenConstraint() == constraint && attempt < SlugAttemptsMax)
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
