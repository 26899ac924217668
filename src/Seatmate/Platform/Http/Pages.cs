using Microsoft.Extensions.FileProviders;

namespace Seatmate.Platform.Http;

/// <summary>Serves the web app: its files as they are, and index.html for the addresses of its pages. Everything else
/// stays with the API.</summary>
public static class Pages
{
    private static readonly string[] Addresses =
    [
        "/feed",
        "/feed/{id:long}",
        "/tickets",
        "/notifications",
        "/checkout/{id}",
        "/checkout/hold/{id:long}",
        "/guest/orders/{id:long}",
        "/pay/sandbox/{reference}",
        "/invoice/{eventId:long}/{bookingId:long}/{invoiceId:long}",
        "/u/{handle}",
        "/v/{slug}",
        "/sign-in",
        "/sign-up",
        "/forgot",
        "/reset",
        "/confirm",
        "/connect/{provider}",
        "/settings",
        "/settings/{page}",
        "/admin",
        "/admin/people",
        "/admin/audit",
        "/unsubscribe/{token}",
        "/dev/mail",
        "/admin/mail",
        "/admin/report",
        "/organise",
        "/organise/new",
        "/organise/{id:long}",
        "/organise/team/{id:long}",
        "/organise/invitations/{id:long}",
    ];

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    public static void UsePages(this WebApplication app)
    {
        if (!Directory.Exists(Folder))
            return;
        var files = new PhysicalFileProvider(Folder);
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = files,
                OnPrepareResponse = served =>
                    served.Context.Response.Headers.CacheControl =
                        served.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal)
                            ? "public, max-age=31536000, immutable"
                            : "no-cache",
            }
        );
        foreach (var address in Addresses.Append("/"))
            app.MapGet(address, () => Show()).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Whether somebody came with a browser to an address where nothing is: the web app tells them
    /// so.</summary>
    public static bool IsLostVisitor(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.GetEndpoint() is null
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
        && File.Exists(Path.Combine(Folder, "index.html"));

    /// <summary>The web app's first HTML.</summary>
    public static IResult Show() =>
        Results.File(Path.Combine(Folder, "index.html"), "text/html; charset=utf-8");
}
