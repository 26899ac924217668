using System.Globalization;
using System.Reflection;
using System.Security.Claims;

namespace Seatmate.Platform.Http;

/// <summary>The signed-in person who asks. An endpoint that takes one needs a token; see <see cref="Viewer"/> for the
/// others.</summary>
public sealed record Caller(long UserId, bool IsAdmin, Guid SessionId)
{
    public const string RoleAdmin = "admin";
    public const string KeyClaim = "seatmate_key";
    public const string OrganiserClaim = "seatmate_organiser";

    /// <summary>The API key that they ask with; null for who is signed in.</summary>
    public long? KeyId { get; init; }

    /// <summary>The one organiser that their key is for; null when it is for all that they may do.</summary>
    public long? OrganiserId { get; init; }

    public Viewer AsViewer => new(UserId, IsAdmin) { OrganiserId = OrganiserId };

    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<Caller?>(
            From(context.User)
                ?? throw new InvalidOperationException("An endpoint with a Caller must require one.")
        );

    public static Caller? From(ClaimsPrincipal principal)
    {
        if (principal.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id)
            return null;
        var session = Guid.Parse(principal.FindFirstValue(ClaimTypes.Sid)!);
        return new(long.Parse(id, CultureInfo.InvariantCulture), principal.IsInRole(RoleAdmin), session)
        {
            KeyId = Number(principal, KeyClaim),
            OrganiserId = Number(principal, OrganiserClaim),
        };
    }

    private static long? Number(ClaimsPrincipal principal, string claim) =>
        principal.FindFirstValue(claim) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;
}

/// <summary>Whoever looks at something public: signed in or not.</summary>
public sealed record Viewer(long? UserId, bool IsAdmin)
{
    /// <summary>The one organiser that the key they ask with is for.</summary>
    public long? OrganiserId { get; init; }

    public static ValueTask<Viewer?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        return ValueTask.FromResult<Viewer?>(
            Caller.From(context.User)?.AsViewer ?? new Viewer(null, IsAdmin: false)
        );
    }
}
