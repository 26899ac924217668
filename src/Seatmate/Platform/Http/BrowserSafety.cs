namespace Seatmate.Platform.Http;

/// <summary>What protects people in a browser: a strict content policy, no framing, no guessing of types; and acts by
/// cookie only from pages of this very origin, told by the headers that every browser sends and no script can
/// forge. What is for one person no cache keeps, unless its slice says otherwise.</summary>
public sealed class BrowserSafety(RequestDelegate next)
{
    private const string Policy =
        "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Where guests find what is theirs, by a token or by a link that only they have.</summary>
    private static readonly string[] GuestsAddresses = ["/holds", "/orders", "/bookings", "/tickets"];

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(AddHeaders, context);
        return ActsByCookie(context.Request) && IsCrossSite(context.Request)
            ? new Problem(403, "cross-site", "A request by cookie must come from this site").ExecuteAsync(
                context
            )
            : next(context);
    }

    /// <summary>The headers that every answer has.</summary>
    public static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private static Task AddHeaders(object state)
    {
        var context = (HttpContext)state;
        Protect(context.Response.Headers);
        var headers = context.Response.Headers;
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        if (headers.CacheControl.Count == 0 && IsForOnePerson(context))
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    private static bool IsForOnePerson(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true
        || !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
        || context.Request.Headers.ContainsKey(GuestEntry.Header)
        || IsGuests(context.Request.Path);

    /// <summary>The page of the app at such an address is the same for everybody; what it asks for is not.</summary>
    private static bool IsGuests(PathString path) =>
        GuestsAddresses.Any(address =>
            path.StartsWithSegments(address, StringComparison.Ordinal, out var rest) && rest.HasValue
        );

    private static bool ActsByCookie(HttpRequest request) =>
        request.Cookies.Count > 0
        && request.Headers.Authorization.Count == 0
        && !HttpMethods.IsGet(request.Method)
        && !HttpMethods.IsHead(request.Method)
        && !HttpMethods.IsOptions(request.Method);

    private static bool IsCrossSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site is not ("same-origin" or "none"))
            return true;
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(
                Uri.TryCreate(origin, UriKind.Absolute, out var address)
                && address.Authority == request.Host.Value
            );
    }
}
