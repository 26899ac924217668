using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.SecondSteps;

/// <summary>Tries codes of authenticator apps and recovery codes. Correct at once and twice because the person's row is
/// locked and only later steps of time count, and because a recovery code's row is used in the statement that finds
/// it.</summary>
public sealed class SecondStepProof(SeatmateDb db, SecondStepSecrets secrets, TimeProvider clock)
{
    public const int RecoveryCodes = 10;
    private const int RecoveryCodeLength = 10;
    private const string RecoverySigns = "abcdefghjkmnpqrstuvwxyz23456789";

    public Task<bool> IsOn(long userId, CancellationToken cancel) =>
        db.SecondSteps.AnyAsync(step => step.UserId == userId && step.ConfirmedAt != null, cancel);

    /// <summary>Whether this is a code of the app, or a recovery code, and was not used before.</summary>
    public Task<bool> Try(long userId, string code, CancellationToken cancel)
    {
        var typed = string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return db.InTransaction(
            async () =>
                typed.Length == RecoveryCodeLength
                    ? await UseRecoveryCode(userId, typed, cancel)
                    : await TryApp(userId, typed, isOn: true, cancel),
            cancel
        );
    }

    /// <summary>Whether this is a code of the app whose secret waits to be confirmed; then it is in force.</summary>
    public async Task<bool> Confirm(long userId, string code, CancellationToken cancel) =>
        await TryApp(userId, code.Trim(), isOn: false, cancel);

    /// <summary>New recovery codes in the place of all before.</summary>
    public async Task<IReadOnlyList<string>> NewRecoveryCodes(long userId, CancellationToken cancel)
    {
        await db.RecoveryCodes.Where(code => code.UserId == userId).ExecuteDeleteAsync(cancel);
        var codes = Enumerable
            .Range(0, RecoveryCodes)
            .Select(_ => RandomNumberGenerator.GetString(RecoverySigns, RecoveryCodeLength))
            .ToArray();
        db.RecoveryCodes.AddRange(
            codes.Select(code => new RecoveryCode
            {
                UserId = userId,
                CodeHash = secrets.HashRecoveryCode(code),
            })
        );
        return [.. codes.Select(code => $"{code[..5]}-{code[5..]}")];
    }

    private async Task<bool> TryApp(long userId, string code, bool isOn, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var step = await db
            .SecondSteps.FromSql($"SELECT * FROM accounts.second_steps WHERE user_id = {userId} FOR UPDATE")
            .SingleOrDefaultAsync(cancel);
        if (step is null || step.ConfirmedAt is not null != isOn)
            return false;
        var used = Totp.StepOfCode(secrets.Decrypt(step.Secret, userId), code, now);
        if (used is not { } at || at <= step.LastStep)
            return false;
        step.LastStep = at;
        step.ConfirmedAt ??= now;
        return true;
    }

    private async Task<bool> UseRecoveryCode(long userId, string code, CancellationToken cancel)
    {
        var (now, hash) = (clock.GetUtcNow(), secrets.HashRecoveryCode(code));
        var used = await db
            .RecoveryCodes.Where(one => one.UserId == userId && one.CodeHash == hash && one.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.UsedAt, now), cancel);
        return used == 1;
    }
}
