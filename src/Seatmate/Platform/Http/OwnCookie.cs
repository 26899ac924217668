namespace Seatmate.Platform.Http;

/// <summary>A cookie that no script reads and no other site makes a browser send. Over https it is Secure and bound to
/// this very host by its name (`__Host-`), which browsers refuse over plain HTTP: there it has none, and an unbound
/// one is not read over https.</summary>
public sealed record OwnCookie(string Name)
{
    private const string HostPrefix = "__Host-";

    public string? Read(HttpContext context) => context.Request.Cookies[NameFor(context)];

    public void Give(HttpContext context, string value, DateTimeOffset expiresAt) =>
        context.Response.Cookies.Append(NameFor(context), value, Options(context, expiresAt));

    public void Clear(HttpContext context) =>
        context.Response.Cookies.Delete(NameFor(context), Options(context, expiresAt: null));

    private string NameFor(HttpContext context) => context.Request.IsHttps ? HostPrefix + Name : Name;

    private static CookieOptions Options(HttpContext context, DateTimeOffset? expiresAt) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            Path = "/",
            Expires = expiresAt,
        };
}
