using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Users;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Passkeys;

/// <summary>What the framework's passkeys read of ours. Everything else of its user store it never asks for here, and
/// is refused: docs/adr/0028.</summary>
public sealed class PasskeyStore(SeatmateDb db) : IUserPasskeyStore<User>
{
    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Id.ToString(CultureInfo.InvariantCulture));

    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Email);

    public Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        long.TryParse(userId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? db.Users.SingleOrDefaultAsync(user => user.Id == id, cancellationToken)
            : Task.FromResult<User?>(null);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken)
    {
        var passkeys = await db
            .Passkeys.AsNoTracking()
            .Where(passkey => passkey.UserId == user.Id)
            .ToListAsync(cancellationToken);
        return [.. passkeys.Select(Info)];
    }

    public async Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await db
            .Passkeys.Where(passkey => passkey.CredentialId == credentialId)
            .Join(db.Users, passkey => passkey.UserId, user => user.Id, (_, user) => user)
            .SingleOrDefaultAsync(cancellationToken);

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(
        User user,
        byte[] credentialId,
        CancellationToken cancellationToken
    ) =>
        await db
            .Passkeys.AsNoTracking()
            .SingleOrDefaultAsync(
                passkey => passkey.UserId == user.Id && passkey.CredentialId == credentialId,
                cancellationToken
            )
            is { } found
            ? Info(found)
            : null;

    public void Dispose() => GC.SuppressFinalize(this);

    public Task AddOrUpdatePasskeyAsync(
        User user,
        UserPasskeyInfo passkey,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task SetNormalizedUserNameAsync(
        User user,
        string? normalizedName,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private static UserPasskeyInfo Info(Passkey passkey) =>
        new(
            passkey.CredentialId,
            passkey.PublicKey,
            passkey.CreatedAt,
            (uint)passkey.SignCount,
            passkey.Transports,
            isUserVerified: true,
            passkey.IsBackupEligible,
            passkey.IsBackedUp,
            attestationObject: [],
            clientDataJson: []
        )
        {
            Name = passkey.Name,
        };
}
