using Seatmate.Platform.Http;
using Seatmate.Ticketing.Lanes;

namespace Seatmate.Ticketing.Holds;

/// <summary>Gives a hold back before its time; doing so twice is the same.</summary>
public static class ReleaseHold
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
        return new Given(
            (await desk.Fulfil(hold.EventId, new ReleaseWish(asker, id, context.RequestAborted)))!
        );
    }
}
