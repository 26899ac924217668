using System.CommandLine;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Commands;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Admins;

/// <summary>`seatmate admin create`: makes an admin, or makes one of somebody who has an account.</summary>
public static class CreateAdmin
{
    private const string PasswordSigns = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int PasswordLength = 20;

    private static readonly Option<string> Email = new("--email")
    {
        Description = "The admin's e-mail address.",
        Required = true,
    };
    private static readonly Option<string> Name = new("--name")
    {
        Description = "The admin's name.",
        DefaultValueFactory = _ => "Admin",
    };

    public static Command Command()
    {
        var command = new Command(
            "create",
            "Make an admin; a new account's password is generated and printed once."
        )
        {
            Email,
            Name,
            CommandSettings.Data,
        };
        command.SetAction(
            async (arguments, cancel) =>
            {
                var settings = CommandSettings.Read(arguments);
                var email = arguments.GetRequiredValue(Email);
                var name = arguments.GetRequiredValue(Name);
                if (new EmailRule().FaultOf(email) is { } fault)
                    throw new StartRefusedException($"'{email}' is no e-mail address: {fault}");
                if (new NameRule().FaultOf(name) is { } nameFault)
                    throw new StartRefusedException($"'{name}' is no name of a person: {nameFault}");
                await using var database = await Borrowed.NewestDatabase(settings, cancel);
                await using var db = database.OpenDb();
                using var hasher = new PasswordHasher(settings);
                await Run(db, hasher, email, name.Trim(), Console.WriteLine, cancel);
                return 0;
            }
        );
        return command;
    }

    /// <summary>The account of this address is an admin's afterwards; says so, with the password when it made
    /// one.</summary>
    public static async Task Run(
        SeatmateDb db,
        PasswordHasher hasher,
        string email,
        string name,
        Action<string> say,
        CancellationToken cancel
    )
    {
        if (await db.Users.WithEmail(email).SingleOrDefaultAsync(cancel) is { } user)
        {
            await db.InTransaction(() => Promote(db, user), cancel);
            say($"{user.Name} <{user.Email}> is an admin now");
            return;
        }
        var password = NewPassword();
        var hash = await hasher.Hash(password, cancel);
        await db.WithSlug(
            AccountsTables.HandleTakenOnce,
            attempt => Add(db, email, name, hash, attempt, cancel),
            cancel
        );
        say($"Admin: {email}, password: {password} (shown only this once)");
    }

    internal static string NewPassword() =>
        RandomNumberGenerator.GetString(PasswordSigns, PasswordLength - 1) + "7";

    private static Task<bool> Promote(SeatmateDb db, User user)
    {
        user.Role = Role.Admin;
        db.Note(null, "accounts.admin_promoted", $"user:{user.Id}");
        return Task.FromResult(true);
    }

    private static async Task<bool> Add(
        SeatmateDb db,
        string email,
        string name,
        string hash,
        int attempt,
        CancellationToken cancel
    )
    {
        var user = new User
        {
            Name = name,
            UserName = name,
            Handle = Slug.From(name, "admin", attempt),
            Email = email,
            PasswordHash = hash,
            Role = Role.Admin,
        };
        db.Users.Add(user);
        await db.SaveChangesAsync(cancel);
        db.Note(null, "accounts.admin_created", $"user:{user.Id}");
        return true;
    }
}
