using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Lanes;

namespace Seatmate.Ticketing.Holds;

/// <summary>More time for a hold, once: up to three times its first duration in all.</summary>
public static class ExtendHold
{
    public static Task<IResult> Handle(
        long id,
        Asker asker,
        HoldDesk desk,
        HttpContext context,
        CancellationToken cancel
    ) => desk.Fulfil(new ExtendWish(asker, id, RequestKey.Of(context), context.RequestAborted), cancel);
}
