using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Seatmate.Platform;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Providers;

/// <summary>What a visit to a provider carries: the state and nonce that come back with it, and the secret behind the
/// code challenge (PKCE, RFC 7636), which only we can show for the code.</summary>
public sealed record Passage(string State, string Nonce, string CodeVerifier, Uri ReturnTo)
{
    private const int SecretBytes = 32;

    public string CodeChallenge =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(CodeVerifier)));

    public static Passage New(Uri returnTo) => new(Secret(), Secret(), Secret(), returnTo);

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
}

/// <summary>Whom a provider has recognised. The access token is used at once and never kept.</summary>
public sealed record OutsidePerson(
    string Subject,
    string? Name,
    string? UserName,
    string? Email,
    bool IsEmailVerified,
    string AccessToken
);

/// <summary>The seam to those who vouch for people; one implementation a protocol.</summary>
public interface IOutsideProvider
{
    ProviderKind[] Kinds { get; }

    /// <summary>Where the browser goes to be recognised.</summary>
    Task<Uri> SignInAddress(Provider provider, Passage passage, CancellationToken cancel);

    /// <summary>Who came back with this code. Throws <see cref="RefusedException"/> with one of <see
    /// cref="ProviderProblems"/> when that cannot be trusted.</summary>
    Task<OutsidePerson> Recognise(Provider provider, Passage passage, string code, CancellationToken cancel);
}

/// <summary>What may go wrong with a provider, in words for the person who waits.</summary>
public static class ProviderProblems
{
    public static Problem Down(Provider provider) =>
        new(503, "provider-down", $"{provider.Name} does not answer just now; please try again in a while")
        {
            RetryAfterSeconds = 30,
        };

    public static Problem CodeRefused(Provider provider) =>
        Problem.Refused("provider-code", $"{provider.Name} did not accept this any more; please start again");

    public static Problem NotTrusted(Provider provider) =>
        Problem.Refused(
            "provider-answer",
            $"What {provider.Name} answered cannot be trusted; nobody was signed in"
        );

    public static Problem Declined(Provider provider) =>
        Problem.Refused("provider-declined", $"{provider.Name} did not sign you in");

    public static Problem WrongState() =>
        Problem.Refused(
            "wrong-state",
            "This was not started in this browser, or took too long; please start again"
        );
}
