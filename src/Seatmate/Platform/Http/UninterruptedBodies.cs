using Microsoft.AspNetCore.Http.Features;

namespace Seatmate.Platform.Http;

/// <summary> Lets a request finish whose body is still arriving when the server is told to stop. Kestrel wakes all
/// its readers then, and takes up reading again only for one that has used up all it was given. The JSON reader looks
/// at the first half of a value and waits for the rest: it would fail with 500. So it reads from a stream, which uses
/// up everything; one that keeps nothing itself, as readers bring memory of their own. </summary>
public sealed class UninterruptedBodies(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            context.Request.Body = new BufferedStream(context.Request.Body, bufferSize: 1);
        return next(context);
    }
}
