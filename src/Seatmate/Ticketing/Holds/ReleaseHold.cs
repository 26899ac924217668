using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Lanes;

namespace Seatmate.Ticketing.Holds;

/// <summary>Gives a hold back before its time; doing so twice is the same.</summary>
public static class ReleaseHold
{
    public static Task<IResult> Handle(
        long id,
        Asker asker,
        HoldDesk desk,
        HttpContext context,
        CancellationToken cancel
    ) => desk.Fulfil(new ReleaseWish(asker, id, context.RequestAborted), cancel);
}
