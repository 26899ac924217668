using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Providers;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Links;

/// <summary>Where the browser goes next.</summary>
public sealed record VisitStarted(Uri Address);

/// <summary>Begins to sign in with a provider. Correct because what comes back counts only with a state that we made,
/// in the browser that got it, once and within ten minutes.</summary>
public static class StartProviderSignIn
{
    public static async Task<Results<Ok<VisitStarted>, Problem>> Handle(
        string provider,
        ProviderVisits visits,
        HttpContext context,
        CancellationToken cancel
    ) => await visits.Start(provider, null, context, cancel);
}

/// <summary>The same for somebody who is signed in and wants to link it to their account.</summary>
public static class StartLink
{
    public static async Task<Results<Ok<VisitStarted>, Problem>> Handle(
        string provider,
        Caller caller,
        ProviderVisits visits,
        HttpContext context,
        CancellationToken cancel
    ) => await visits.Start(provider, caller.UserId, context, cancel);
}

/// <summary>What signing in and linking share: the way to the provider and back.</summary>
public sealed class ProviderVisits(
    SeatmateDb db,
    Settings settings,
    IEnumerable<IOutsideProvider> protocols,
    TimeProvider clock
)
{
    public Provider? Find(string key) => settings.Providers.FirstOrDefault(provider => provider.Key == key);

    public IOutsideProvider ProtocolOf(Provider provider) =>
        protocols.Single(protocol => protocol.Kinds.Contains(provider.Kind));

    public static Problem Unknown() => Problem.NotFound("There is no such provider here");

    public Uri ReturnTo(Provider provider) => new(settings.PublicUrl, $"/connect/{provider.Key}");

    public async Task<Results<Ok<VisitStarted>, Problem>> Start(
        string key,
        long? userId,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (Find(key) is not { } provider)
            return Unknown();
        var passage = Passage.New(ReturnTo(provider));
        var address = await ProtocolOf(provider).SignInAddress(provider, passage, cancel);
        db.ProviderVisits.Add(
            new()
            {
                StateHash = ProviderVisit.Hash(passage.State),
                Provider = provider.Key,
                UserId = userId,
                Nonce = passage.Nonce,
                CodeVerifier = passage.CodeVerifier,
                ExpiresAt = clock.GetUtcNow() + ProviderVisit.Lifetime,
            }
        );
        await db.SaveChangesAsync(cancel);
        VisitCookie.Own.Give(context, passage.State, clock.GetUtcNow() + ProviderVisit.Lifetime);
        return TypedResults.Ok(new VisitStarted(address));
    }

    /// <summary>The visit that comes back with this state to the browser that began it; nobody takes it a second
    /// time.</summary>
    public async Task<ProviderVisit?> Take(
        Provider provider,
        string state,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (!VisitCookie.Names(context, state))
            return null;
        VisitCookie.Own.Clear(context);
        var hash = ProviderVisit.Hash(state);
        var taken = await db
            .ProviderVisits.FromSql(
                $"DELETE FROM accounts.provider_visits WHERE state_hash = {hash} RETURNING *"
            )
            .AsNoTracking()
            .ToListAsync(cancel);
        return taken is [var visit] && visit.Provider == provider.Key && visit.ExpiresAt > clock.GetUtcNow()
            ? visit
            : null;
    }
}
