using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using QRCoder;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.SecondSteps;

/// <summary>What an authenticator app needs: the secret to type, or the same as an address and its QR code
/// (SVG).</summary>
public sealed record SecondStepStart(string Secret, string Uri, string QrSvg);

/// <summary>Makes a secret for an authenticator app. Nothing is in force until a first code of it is typed in; asking
/// again replaces a secret that was never confirmed.</summary>
public static class StartSecondStep
{
    private const int PixelsPerModule = 5;

    public static Task<Results<Ok<SecondStepStart>, Problem>> Handle(
        Caller caller,
        SeatmateDb db,
        SecondStepSecrets secrets,
        TimeProvider clock,
        CancellationToken cancel
    ) => db.InTransaction(() => Start(caller, db, secrets, clock.GetUtcNow(), cancel), cancel);

    private static async Task<Results<Ok<SecondStepStart>, Problem>> Start(
        Caller caller,
        SeatmateDb db,
        SecondStepSecrets secrets,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretBytes);
        var made = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO accounts.second_steps AS step (user_id, secret, made_at)
            VALUES ({caller.UserId}, {secrets.Encrypt(secret, caller.UserId)}, {now})
            ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, made_at = excluded.made_at, last_step = 0
            WHERE step.confirmed_at IS NULL
            """,
            cancel
        );
        if (made == 0)
            return Problem.Conflict("second-step-on", "Your second step is on already; turn it off first");
        var email = await db
            .Users.Where(user => user.Id == caller.UserId)
            .Select(user => user.Email)
            .SingleAsync(cancel);
        var text = Totp.Base32(secret);
        var uri = $"otpauth://totp/Seatmate:{Uri.EscapeDataString(email)}?secret={text}&issuer=Seatmate";
        db.Note(caller.UserId, "accounts.second_step_started", $"user:{caller.UserId}");
        return TypedResults.Ok(new SecondStepStart(text, uri, Draw(uri)));
    }

    private static string Draw(string uri)
    {
        using var data = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return picture.GetGraphic(PixelsPerModule);
    }
}
