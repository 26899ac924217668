using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;
using Seatmate.Platform;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Users;

/// <summary>bcrypt, of the SHA-384 of the password so that no length is cut and NUL means nothing. Uses at most half
/// of the cores at once: a crowd that signs in waits in a bounded queue (then 503) and never starves a
/// sale.</summary>
public sealed class PasswordHasher : IDisposable
{
    private readonly Turnstile cores = new(
        Math.Max(1, Environment.ProcessorCount / 2),
        "Too many people are signing in just now."
    );
    private readonly int cost;
    private readonly Lazy<string> nobody;

    public PasswordHasher(Settings settings)
    {
        cost = settings.PasswordHashCost;
        nobody = new(() => Generate("nobody has this password"));
    }

    public Task<string> Hash(string password, CancellationToken cancel) =>
        OnFreeCore(() => Generate(password), cancel);

    /// <summary>Takes as long for a person who does not exist (<paramref name="hash"/> null) as for one who
    /// does.</summary>
    public Task<bool> Verify(string password, string? hash, CancellationToken cancel) =>
        OnFreeCore(
            () =>
            {
                var right = OpenBsdBCrypt.CheckPassword(hash ?? nobody.Value, Digest(password));
                return right && hash is not null;
            },
            cancel
        );

    public void Dispose() => cores.Dispose();

    private Task<T> OnFreeCore<T>(Func<T> work, CancellationToken cancel) =>
        cores.Pass(() => Task.Run(work, cancel), cancel);

    private string Generate(string password) =>
        OpenBsdBCrypt.Generate(Digest(password), RandomNumberGenerator.GetBytes(16), cost);

    private static char[] Digest(string password) =>
        Convert.ToBase64String(SHA384.HashData(Encoding.UTF8.GetBytes(password))).ToCharArray();
}
