using System.Net.Mime;
using System.Text;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Ready;

namespace Seatmate.Events.Listings;

/// <summary>The page of an event as people share it: the web app's first HTML, with the event's title, picture and
/// schema.org description in its head. An unknown name answers the same page with 404, and the app says so.</summary>
public static class ShowEventPage
{
    public static async Task<IResult> Handle(
        string slug,
        Viewer viewer,
        HttpContext context,
        SeatmateDb db,
        EventViews views,
        EventPages pages,
        CancellationToken cancel
    )
    {
        var one = db.Events.VisibleTo(viewer).Where(listed => listed.Slug == slug);
        var details = await views.Details(one, viewer, cancel);
        var html = details is null ? await EventPages.Plain(cancel) : await pages.Filled(details, cancel);
        if (details is not null)
            ReadyAnswer.IsForEverybody(context);
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Text(
            html,
            MediaTypeNames.Text.Html,
            Encoding.UTF8,
            details is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK
        );
    }
}
