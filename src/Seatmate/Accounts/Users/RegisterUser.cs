using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Accounts.Proofs;
using Seatmate.Accounts.Sessions;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Platform.Time;

namespace Seatmate.Accounts.Users;

public sealed record RegisterUserRequest(
    [property: Required, NameRule] string Name,
    [property: Required, NameRule] string UserName,
    [property: Required, EmailRule] string Email,
    [property: Required, PasswordRule] string Password,
    [property: DobRule] string? Dob,
    [property: LanguageRule] string? Language = null,
    [property: TimeZoneRule] string? TimeZone = null
);

/// <summary>Makes an account. Correct under parallel requests because the unique index on the e-mail decides, never
/// the look-up before it; a body can make nobody an admin because it has no field for it.</summary>
public static class RegisterUser
{
    public static async Task<Results<Created<UserDetails>, Problem>> Handle(
        RegisterUserRequest request,
        Settings settings,
        SeatmateDb db,
        PasswordHasher hasher,
        MailedSecrets mailed,
        Devices devices,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (await db.Users.WithEmail(request.Email).AnyAsync(cancel))
            return EmailTaken();
        request = request with
        {
            Language = request.Language ?? Languages.Preferred(context.Request) ?? settings.Language,
            TimeZone = request.TimeZone ?? settings.TimeZone,
        };
        var hash = await hasher.Hash(request.Password, cancel);
        try
        {
            var user = await db.WithSlug(
                AccountsTables.HandleTakenOnce,
                async attempt =>
                {
                    var added = await Add(db, request, hash, attempt, cancel);
                    await devices.See(added.Id, context, cancel);
                    AskEmailConfirmation.Publish(db, mailed, added, Origin.AddressOf(context));
                    return added;
                },
                cancel
            );
            return TypedResults.Created($"/user/{user.Id}", UserDetails.From(user));
        }
        catch (DbUpdateException error) when (error.BrokenConstraint() == AccountsTables.EmailTakenOnce)
        {
            return EmailTaken();
        }
    }

    private static async Task<User> Add(
        SeatmateDb db,
        RegisterUserRequest request,
        string hash,
        int attempt,
        CancellationToken cancel
    )
    {
        var userName = await Composed(db, request.UserName, cancel);
        var user = new User
        {
            Name = request.Name.Trim(),
            UserName = request.UserName.Trim(),
            Handle = Slug.From(userName, "user", attempt),
            Email = request.Email,
            PasswordHash = hash,
            Dob = PlainDateRule.Read(request.Dob),
            Language = request.Language ?? Languages.Standard,
            TimeZone = request.TimeZone ?? WallTime.StandardZone,
        };
        db.Users.Add(user);
        await db.SaveChangesAsync(cancel);
        db.Publish(new UserRegistered(user.Id));
        db.Note(user.Id, "accounts.registered", $"user:{user.Id}");
        return user;
    }

    // A letter and its accent as one sign, so that one name is one handle however it is typed. .NET does not do this
    // without ICU.
    internal static Task<string> Composed(SeatmateDb db, string text, CancellationToken cancel) =>
        db.Database.SqlQuery<string>($"""SELECT normalize({text}, NFC) AS "Value" """).SingleAsync(cancel);

    public static Problem EmailTaken() => Problem.Conflict("email-taken", "Email address already in use");
}
