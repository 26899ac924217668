using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Interests;

/// <summary>`source` is the key of the provider that told it.</summary>
public sealed record InterestDetails(long Id, string Name, string Source, DateTimeOffset CreatedAt);

/// <summary>What a person likes; only they see it.</summary>
public static class ListInterests
{
    public static async Task<Results<Ok<InterestDetails[]>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    ) =>
        id != caller.UserId
            ? Problem.NotFound("User", id)
            : TypedResults.Ok(
                await db
                    .Interests.AsNoTracking()
                    .Of(caller)
                    .OrderBy(interest => interest.Id)
                    .Select(i => new InterestDetails(i.Id, i.Name, i.Source, i.CreatedAt))
                    .ToArrayAsync(cancel)
            );
}
