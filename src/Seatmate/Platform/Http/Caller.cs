using System.Reflection;
using System.Security.Claims;

namespace Seatmate.Platform.Http;

/// <summary>The signed-in person who asks. An endpoint that takes one needs a token; see <see cref="Viewer"/> for the
/// others.</summary>
public sealed record Caller(long UserId, bool IsAdmin, Guid SessionId)
{
    /// <summary>The API key that they ask with; null for who is signed in.</summary>
    public long? KeyId { get; init; }

    /// <summary>The one organiser that their key is for; null when it is for all that they may do.</summary>
    public long? OrganiserId { get; init; }

    /// <summary>What their key may be used for, as words.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public Viewer AsViewer => new(UserId, IsAdmin) { OrganiserId = OrganiserId };

    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<Caller?>(
            From(context.User)
                ?? throw new InvalidOperationException("An endpoint with a Caller must require one.")
        );

    public static Caller? From(ClaimsPrincipal principal) => (principal.Identity as CallerIdentity)?.Caller;
}

/// <summary>The only identity there is: everything about the caller is said by <see cref="Caller"/>, nothing by
/// claims.</summary>
public sealed class CallerIdentity(Caller caller, string scheme) : ClaimsIdentity(scheme)
{
    public Caller Caller { get; } = caller;

    public override ClaimsIdentity Clone() => new CallerIdentity(Caller, AuthenticationType!);
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
