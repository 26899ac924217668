namespace Seatmate.Platform.Http;

/// <summary>What an API key may be used for.</summary>
public enum KeyScope
{
    /// <summary>To read events and venues, the drafts of one's teams too.</summary>
    ReadEvents,

    /// <summary>To list, change and call off events, with their vouchers.</summary>
    ManageEvents,

    /// <summary>To read bookings, invoices and door lists.</summary>
    ReadOrders,

    /// <summary>To book, change and call off bookings, and to issue invoices.</summary>
    ManageOrders,

    /// <summary>To read organisers, their teams and what was done there.</summary>
    ReadTeams,
}

/// <summary>The scope that opens an endpoint to a key. One that is personal is about who made the key, and closed to a
/// key for an organiser.</summary>
public sealed record NeedsScope(KeyScope Scope, bool IsPersonal);

public static class KeyScopeRoutes
{
    /// <summary>Opens an endpoint to keys of this scope; without it no key gets in.</summary>
    public static T ForKeys<T>(this T route, KeyScope scope, bool personal = false)
        where T : IEndpointConventionBuilder => route.WithMetadata(new NeedsScope(scope, personal));
}

/// <summary>Lets a key in only where the endpoint names a scope that it has: an endpoint that says nothing is closed to
/// all keys, whatever they may do.</summary>
public sealed class KeyScopes(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (
            Caller.From(context.User) is not { KeyId: not null } caller
            || context.GetEndpoint() is not { } endpoint
        )
            return next(context);
        return endpoint.Metadata.GetMetadata<NeedsScope>() switch
        {
            null => Refuse(context, "closed-to-keys", "No API key may do this; sign in"),
            { IsPersonal: true } when caller.OrganiserId is not null => Refuse(
                context,
                "closed-to-keys",
                "The key of an organiser may not do this"
            ),
            { Scope: var scope } when !caller.Scopes.Contains(JsonShape.Word(scope)) => Refuse(
                context,
                "scope-needed",
                $"This key needs the scope {JsonShape.Word(scope)}"
            ),
            _ => next(context),
        };
    }

    private static Task Refuse(HttpContext context, string code, string text) =>
        new Problem(StatusCodes.Status403Forbidden, code, text).ExecuteAsync(context);
}
