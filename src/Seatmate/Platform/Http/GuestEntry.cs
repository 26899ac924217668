using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace Seatmate.Platform.Http;

/// <summary>Marks an endpoint that takes a guest's token instead of a person's.</summary>
public sealed class TakesGuests;

public static class GuestRoutes
{
    /// <summary>Opens an endpoint to guests who show a token. What the token stands for, the use case
    /// decides.</summary>
    public static T ForGuests<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(new TakesGuests());
}

/// <summary>Lets in who shows a guest's token and says nothing else of who they are, where the endpoint takes
/// guests.</summary>
public sealed class GuestEntry : AuthorizationHandler<DenyAnonymousAuthorizationRequirement>
{
    public const string Header = "Hold-Token";

    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context,
        DenyAnonymousAuthorizationRequirement requirement
    )
    {
        if (
            context.Resource is HttpContext { Request.Headers: var headers } http
            && http.GetEndpoint()?.Metadata.GetMetadata<TakesGuests>() is not null
            && headers.Authorization.Count == 0
            && headers[Header].ToString().Length > 0
        )
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
