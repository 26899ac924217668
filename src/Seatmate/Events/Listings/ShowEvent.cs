using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Listings;

/// <summary>An event's own page, as far as the viewer may see it: a draft is only there for its team.</summary>
public static class ShowEvent
{
    public static async Task<Results<Ok<EventDetails>, Problem>> Handle(
        long id,
        Viewer viewer,
        SeatmateDb db,
        EventViews views,
        CancellationToken cancel
    )
    {
        var one = db.Events.VisibleTo(viewer).Where(listed => listed.Id == id);
        return await views.Details(one, viewer, cancel) is { } details
            ? TypedResults.Ok(details)
            : Problem.NotFound("Event", id);
    }
}

/// <summary>The same by the name in the address bar.</summary>
public static class ShowEventBySlug
{
    public static async Task<Results<Ok<EventDetails>, Problem>> Handle(
        string slug,
        Viewer viewer,
        SeatmateDb db,
        EventViews views,
        CancellationToken cancel
    )
    {
        var one = db.Events.VisibleTo(viewer).Where(listed => listed.Slug == slug);
        return await views.Details(one, viewer, cancel) is { } details
            ? TypedResults.Ok(details)
            : Problem.NotFound("There is no event of this name");
    }
}
