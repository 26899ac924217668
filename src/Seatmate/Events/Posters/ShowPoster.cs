using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Seatmate.Events.Listings;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Posters;

/// <summary>The poster of an event that has no picture of its own, drawn from what it says. The same event is always
/// drawn the same, so that its bytes name their version.</summary>
public static class ShowPoster
{
    private const string PublicCaching = "public, max-age=300, stale-while-revalidate=86400";
    private const string DraftCaching = "private, no-cache";

    public static async Task<Results<FileContentHttpResult, Problem>> Handle(
        long id,
        Viewer viewer,
        HttpContext context,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var listed = await db
            .Events.AsNoTracking()
            .VisibleTo(viewer)
            .Where(e => e.Id == id)
            .Select(e => new
            {
                Subject = new PosterSubject(e.Id, e.Title, e.LocalStart, e.Location, e.Tags),
                IsPublic = e.Status == EventStatus.Published,
            })
            .SingleOrDefaultAsync(cancel);
        if (listed is null)
            return Problem.NotFound("Event", id);
        var bytes = Encoding.UTF8.GetBytes(Poster.Draw(listed.Subject));
        context.Response.Headers.CacheControl = listed.IsPublic ? PublicCaching : DraftCaching;
        var version = new EntityTagHeaderValue(
            $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\""
        );
        return TypedResults.Bytes(bytes, "image/svg+xml; charset=utf-8", entityTag: version);
    }
}
