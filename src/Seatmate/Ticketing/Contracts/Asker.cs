using System.Reflection;
using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Contracts;

/// <summary>Who asks about an order: a person who is signed in, or a guest with the token of their hold. The key of an
/// organiser stands for nobody of whom something could be the own.</summary>
public sealed record Asker(long? UserId, string? Token)
{
    /// <summary>As whom they see what is public, or their team's.</summary>
    public Viewer Viewer { get; init; } = new(UserId, IsAdmin: false);

    public static Asker Of(HttpContext context)
    {
        var caller = Caller.From(context.User);
        var token = context.Request.Headers[GuestEntry.Header].ToString();
        return new(caller is { OrganiserId: null } ? caller.UserId : null, token.Length > 0 ? token : null)
        {
            Viewer = caller?.AsViewer ?? new(null, IsAdmin: false),
        };
    }

    public static ValueTask<Asker?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<Asker?>(Of(context));
}
