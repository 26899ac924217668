using Seatmate.Platform;

namespace Seatmate;

/// <summary>Fills a new database: the demo data with its known admin, or an admin with a password that is shown once.</summary>
public static class FirstPeople
{
    public static Task Arrive(
        IServiceProvider services,
        Settings settings,
        Action<string> say,
        CancellationToken cancel
    ) => Task.CompletedTask;
}
