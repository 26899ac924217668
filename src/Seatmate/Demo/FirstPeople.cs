using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts;
using Seatmate.Accounts.Admins;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Demo;

/// <summary>Fills a new database: an admin with a password that is shown once and, unless it is not wanted, the demo
/// data with its own well-known admin.</summary>
public static class FirstPeople
{
    private const string AdminEmail = "admin@localhost.localdomain";

    public static async Task Arrive(
        Settings settings,
        Secrets secrets,
        string connectionString,
        Action<string> say,
        CancellationToken cancel
    )
    {
        var options = new DbContextOptionsBuilder<SeatmateDb>().UseNpgsql(connectionString).Options;
        await using var db = new SeatmateDb(options);
        var isNew = !await db.Users.AnyAsync(cancel);
        if (isNew && settings.Demo)
            await SeedDemo.Run(settings, secrets, connectionString, say, cancel);
        if (!isNew && await db.Users.AnyAsync(user => user.Role == Role.Admin, cancel))
            return;
        using var hasher = new PasswordHasher(settings);
        await CreateAdmin.Run(db, hasher, AdminEmail, "Admin", say, cancel);
    }
}
