using System.Security.Cryptography;
using System.Text;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Links;

/// <summary>An outside account that signs a person in (links_subject_once); they may lose it only while another way in
/// is left (links_leave_a_way_in).</summary>
public sealed class Link
{
    public long Id { get; private set; }
    public required long UserId { get; init; }
    public required string Provider { get; init; }
    public required string Issuer { get; init; }
    public required string Subject { get; init; }
    public required string AccountName { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>Somebody is on their way to a provider, to sign in or, with a user, to link. The row is gone once they are
/// back.</summary>
public sealed class ProviderVisit
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public required byte[] StateHash { get; init; }
    public required string Provider { get; init; }
    public required long? UserId { get; init; }
    public required string Nonce { get; init; }
    public required string CodeVerifier { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    public static byte[] Hash(string state) => SHA256.HashData(Encoding.UTF8.GetBytes(state));
}

public static class LinkScopes
{
    public static IQueryable<Link> Of(this IQueryable<Link> links, Caller caller) =>
        links.Where(link => link.UserId == caller.UserId);
}

/// <summary>Binds a visit to the browser that began it: the state comes back by the provider and by this
/// cookie.</summary>
public static class VisitCookie
{
    public static readonly OwnCookie Own = new("seatmate_visit");

    public static bool Names(HttpContext context, string state) =>
        Own.Read(context) is { } kept
        && CryptographicOperations.FixedTimeEquals(ProviderVisit.Hash(kept), ProviderVisit.Hash(state));
}
