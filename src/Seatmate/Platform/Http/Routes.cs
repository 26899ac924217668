namespace Seatmate.Platform.Http;

/// <summary>Words for the modules' tables of routes.</summary>
public static class Routes
{
    /// <summary>Names an endpoint after its use case: the operation id of the OpenAPI document and of the typed
    /// client.</summary>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder route, string useCase) =>
        route.WithName(useCase);

    public static RouteHandlerBuilder Limited(this RouteHandlerBuilder route, string policy) =>
        route.RequireRateLimiting(policy);

    /// <summary>Its answer is a secret that must not be kept: repeating it is a new request, Idempotency-Key or
    /// not.</summary>
    public static RouteHandlerBuilder AnswersSecret(this RouteHandlerBuilder route) =>
        route.WithMetadata(new SecretAnswer());

    /// <summary>Routes below this are for admins; others get 403.</summary>
    public static RouteGroupBuilder AdminsOnly(this IEndpointRouteBuilder app) =>
        app.MapGroup("")
            .RequireAuthorization(policy =>
                policy.RequireAssertion(context => Caller.From(context.User) is { IsAdmin: true })
            );

    /// <summary>PUT and PATCH alike: both are partial updates.</summary>
    public static IEndpointConventionBuilder MapUpdate(
        this IEndpointRouteBuilder app,
        string pattern,
        Delegate handler,
        string useCase
    )
    {
        var both = app.MapGroup("");
        both.MapPatch(pattern, handler).Named(useCase);
        both.MapPut(pattern, handler).Named($"{useCase}ByPut");
        return both;
    }
}

/// <summary>Marks an endpoint whose answer is never stored.</summary>
public sealed class SecretAnswer;
