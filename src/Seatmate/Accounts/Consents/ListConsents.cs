using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Consents;

/// <summary>The log of one's own consents, the newest first.</summary>
public static class ListConsents
{
    private const int ShownMax = 100;

    public static async Task<Results<Ok<ConsentDetails[]>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        if (id != caller.UserId)
            return Problem.NotFound("User", id);
        var newest = await db
            .Consents.AsNoTracking()
            .Where(consent => consent.UserId == id)
            .OrderByDescending(consent => consent.Id)
            .Take(ShownMax)
            .ToListAsync(cancel);
        return TypedResults.Ok(newest.Select(ConsentDetails.From).ToArray());
    }
}

/// <summary>What people are asked to agree to here.</summary>
public static class ListConsentTexts
{
    public static ConsentText[] Handle(Settings settings) => ConsentText.All(settings);
}
