using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Ready;

namespace Seatmate.Events.Listings;

/// <summary>An event's own page, as far as the viewer may see it: a draft is only there for its team. What is public
/// is the same for everybody but its team, who may edit it.</summary>
public static class ShowEvent
{
    public static async Task<Results<Ok<EventDetails>, Problem>> Handle(
        long id,
        Viewer viewer,
        HttpContext context,
        SeatmateDb db,
        EventViews views,
        CancellationToken cancel
    )
    {
        var one = db.Events.VisibleTo(viewer).Where(listed => listed.Id == id);
        if (await views.Details(one, viewer, cancel) is not { } details)
            return Problem.NotFound("Event", id);
        ReadyAnswer.IsForEverybodyBut(context, details.Team);
        return TypedResults.Ok(details);
    }
}

/// <summary>The same by the name in the address bar.</summary>
public static class ShowEventBySlug
{
    public static async Task<Results<Ok<EventDetails>, Problem>> Handle(
        string slug,
        Viewer viewer,
        HttpContext context,
        SeatmateDb db,
        EventViews views,
        CancellationToken cancel
    )
    {
        var one = db.Events.VisibleTo(viewer).Where(listed => listed.Slug == slug);
        if (await views.Details(one, viewer, cancel) is not { } details)
            return Problem.NotFound("There is no event of this name");
        ReadyAnswer.IsForEverybodyBut(context, details.Team);
        return TypedResults.Ok(details);
    }
}
