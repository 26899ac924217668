using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Proofs;
using Seatmate.Accounts.SecondSteps;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Commands;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Admins;

/// <summary>`seatmate admin recover`: lets an admin in who has lost the way, by a new password and without a second
/// step, and whoever else was in as them out: what else opens the account goes in the same transaction.</summary>
public static class RecoverAdmin
{
    private static readonly Option<string> Email = new("--email")
    {
        Description = "The admin's e-mail address.",
        Required = true,
    };

    public static Command Command()
    {
        var recover = new Command(
            "recover",
            "Let an admin in who cannot: a new password, printed once, no second step. "
                + "All else that opens the account goes: sessions, passkeys, connections, keys."
        )
        {
            Email,
            CommandSettings.Data,
        };
        recover.SetAction(
            async (arguments, cancel) =>
            {
                var settings = CommandSettings.Read(arguments);
                await using var database = await Borrowed.NewestDatabase(settings, cancel);
                await using var db = database.OpenDb();
                using var hasher = new PasswordHasher(settings);
                await Run(db, hasher, arguments.GetRequiredValue(Email), Console.WriteLine, cancel);
                return 0;
            }
        );
        return recover;
    }

    private static async Task Run(
        SeatmateDb db,
        PasswordHasher hasher,
        string email,
        Action<string> say,
        CancellationToken cancel
    )
    {
        var password = CreateAdmin.NewPassword();
        var hash = await hasher.Hash(password, cancel);
        var (admin, hadStep, taken) = await db.InTransaction(() => Recover(db, email, hash, cancel), cancel);
        if (hadStep)
            say("The second step is off; it can be turned on again at /settings/security");
        if (taken.InWords() is { } sentence)
            say(sentence);
        say($"Admin: {admin.Email}, password: {password} (shown only this once)");
    }

    private static async Task<(User Admin, bool HadStep, WaysTaken Taken)> Recover(
        SeatmateDb db,
        string email,
        string hash,
        CancellationToken cancel
    )
    {
        var user =
            await db.Users.WithEmail(email).SingleOrDefaultAsync(cancel)
            ?? throw new StartRefusedException($"Nobody has an account with the address '{email}'.");
        if (!user.IsAdmin)
            throw new StartRefusedException(
                $"{user.Email} is no admin: `admin create` makes one, and others get a new password by mail."
            );
        var now = await db
            .Database.SqlQuery<DateTimeOffset>($"""SELECT now() AS "Value" """)
            .SingleAsync(cancel);
        await ResetPassword.Set(db, null, user, hash, now, cancel);
        await db.SaveChangesAsync(cancel);
        var taken = await OtherWaysIn.Take(db, null, user.Id, now, cancel);
        return (user, await TurnOffSecondStep.End(db, null, user.Id, now, cancel), taken);
    }
}
