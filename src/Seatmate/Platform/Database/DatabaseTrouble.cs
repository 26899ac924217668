using Npgsql;

namespace Seatmate.Platform.Database;

/// <summary>What loops that look again and again write down when they could not look.</summary>
public static class DatabaseTrouble
{
    /// <summary>A database that is away is said in a line each time, since it may be away for long; anything else may
    /// be a fault of ours, and shows where.</summary>
    public static void LogTrouble(this ILogger log, Exception error, string what)
    {
        if (IsAway(error))
            log.LogWarning("{What}: {Reason}", what, error.GetBaseException().Message);
        else
            log.LogWarning(error, "{What}", what);
    }

    private static bool IsAway(Exception error) =>
        error is NpgsqlException { IsTransient: true } || error.InnerException is { } inner && IsAway(inner);
}
