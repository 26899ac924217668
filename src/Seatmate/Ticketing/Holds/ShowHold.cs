using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Ticketing.Holds;

/// <summary>A hold and what became of it, for the person who holds, or the guest who shows its token.</summary>
public static class ShowHold
{
    public static async Task<Results<Ok<HoldDetails>, Problem>> Handle(
        long id,
        Asker asker,
        HoldDesk desk,
        CancellationToken cancel
    ) =>
        await desk.Find(id, asker, cancel) is { HeldAt: not null } hold
            ? TypedResults.Ok(await desk.Show(hold, cancel))
            : Problem.NotFound("Hold not found");
}
