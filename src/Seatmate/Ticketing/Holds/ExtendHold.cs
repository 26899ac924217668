using Seatmate.Platform.Http;
using Seatmate.Ticketing.Lanes;

namespace Seatmate.Ticketing.Holds;

/// <summary>More time for a hold, once: up to three times its first duration in all.</summary>
public static class ExtendHold
{
    public static async Task<IResult> Handle(
        long id,
        HoldDesk desk,
        HttpContext context,
        CancellationToken cancel
    )
    {
        var asker = HoldDesk.AskerOf(context);
        if (await desk.Find(id, asker, cancel) is not { HeldAt: not null } hold)
            return Problem.NotFound("Hold not found");
        var wish = new ExtendWish(asker, id, RequestKey.Of(context), context.RequestAborted);
        return new Given((await desk.Fulfil(hold.EventId, wish))!);
    }
}
