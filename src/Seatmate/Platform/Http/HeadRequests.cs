namespace Seatmate.Platform.Http;

/// <summary>Whatever can be got can be asked for its head: it is answered as a GET, and Kestrel leaves out the
/// body.</summary>
public static class HeadRequests
{
    public static void UseHeadRequests(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (HttpMethods.IsHead(context.Request.Method))
                    context.Request.Method = HttpMethods.Get;
                return next(context);
            }
        );
}
