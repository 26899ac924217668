using Microsoft.AspNetCore.Http.Features;

namespace Seatmate.Platform.Http;

/// <summary>Refuses a body that says itself that it is too large, before anybody looks at it, and lets it arrive all
/// the same: Kestrel drops what comes after an answer, for five seconds, but not what exceeds its own limit. It
/// would close instead, and who closes on bytes that nobody has read resets the connection: a client that is still
/// sending would lose the answer.</summary>
public sealed class LargeBodies(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or <= Limits.BodyBytesMax)
            return next(context);
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        context.Response.Headers.Connection = "close";
        return Problem.TooLarge().ExecuteAsync(context);
    }
}
