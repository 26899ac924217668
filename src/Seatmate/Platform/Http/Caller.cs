using System.Globalization;
using System.Reflection;
using System.Security.Claims;

namespace Seatmate.Platform.Http;

/// <summary>The signed-in person who asks. An endpoint that takes one needs a token; see <see cref="Viewer"/> for the
/// others.</summary>
public sealed record Caller(long UserId, bool IsAdmin, Guid SessionId)
{
    public const string RoleAdmin = "admin";

    public Viewer AsViewer => new(UserId, IsAdmin);

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
        return new(long.Parse(id, CultureInfo.InvariantCulture), principal.IsInRole(RoleAdmin), session);
    }
}

/// <summary>Whoever looks at something public: signed in or not.</summary>
public sealed record Viewer(long? UserId, bool IsAdmin)
{
    public static ValueTask<Viewer?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var caller = Caller.From(context.User);
        return ValueTask.FromResult<Viewer?>(new(caller?.UserId, caller?.IsAdmin ?? false));
    }
}
