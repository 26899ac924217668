using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Seatmate.Platform.Http;

/// <summary>Refuses a body that nobody will read, by what it says of itself, before anybody looks at it: one that is
/// too large, or in other letters than UTF-8, which JSON is written in (RFC 8259). One that is too large arrives all
/// the same: Kestrel drops what comes after an answer, for five seconds, but not what exceeds its own limit. It would
/// close instead, and who closes on bytes that nobody has read resets the connection: a client that is still sending
/// would lose the answer.</summary>
public sealed class UnreadBodies(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.ContentLength > Limits.BodyBytesMax)
        {
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
            context.Response.Headers.Connection = "close";
            return Problem.TooLarge().ExecuteAsync(context);
        }
        return IsInUtf8(context.Request)
            ? next(context)
            : Problem.UnsupportedMediaType().ExecuteAsync(context);
    }

    /// <summary>What says so in quotes, as it may, says it without from now on: who reads JSON looks for letters by
    /// that name.</summary>
    private static bool IsInUtf8(HttpRequest request)
    {
        if (
            request.ContentType is null or "application/json" or "application/json; charset=utf-8"
            || !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.Charset.HasValue
        )
            return true;
        if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return false;
        type.Charset = "utf-8";
        request.ContentType = type.ToString();
        return true;
    }
}
