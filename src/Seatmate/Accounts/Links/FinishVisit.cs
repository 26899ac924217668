using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Accounts.Providers;
using Seatmate.Accounts.Sessions;
using Seatmate.Platform;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Links;

/// <summary>What the provider sent the browser back with: a code, or an error. `iss` is there when the provider says
/// who it is (RFC 9207).</summary>
public sealed record FinishVisitRequest(
    [property: Required, TextRule(1, 200)] string State,
    [property: TextRule(1, 4000)] string? Code,
    [property: TextRule(1, 200)] string? Error,
    [property: TextRule(1, 500)] string? Iss
);

public enum VisitOutcome
{
    SignedIn,
    SignedUp,
    Linked,
}

/// <summary>The session is there unless the visit was to link.</summary>
public sealed record VisitFinished(VisitOutcome Outcome, SessionDetails? Session);

/// <summary>Somebody is back from a provider. Correct because the visit's row is taken before anything else, so a reply
/// counts once; because it belongs to the browser and, when linking, to the person who began; and because the provider
/// itself is asked who it was. An account that is there already is never taken over by its address.</summary>
public static class FinishVisit
{
    public static async Task<Results<Ok<VisitFinished>, Problem>> Handle(
        string provider,
        FinishVisitRequest request,
        Viewer viewer,
        ProviderVisits visits,
        LinkDesk desk,
        SignIns signIns,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (visits.Find(provider) is not { } known)
            return ProviderVisits.Unknown();
        if (
            await visits.Take(known, request.State, context, cancel) is not { } visit
            || visit.UserId is { } userId && userId != viewer.UserId
        )
            return ProviderProblems.WrongState();
        if (IsOfSomebodyElse(request.Iss, known))
            return ProviderProblems.NotTrusted(known);
        if (request.Code is null || request.Error is not null)
            return ProviderProblems.Declined(known);
        var passage = new Passage(request.State, visit.Nonce, visit.CodeVerifier, visits.ReturnTo(known));
        var person = await visits.ProtocolOf(known).Recognise(known, passage, request.Code, cancel);
        if (visit.UserId is { } mine)
            return await desk.Link(known, person, mine, cancel) is { } refusal
                ? refusal
                : TypedResults.Ok(new VisitFinished(VisitOutcome.Linked, null));
        var found = await desk.PersonOf(known, person, Languages.Preferred(context.Request), cancel);
        if (found.Refusal is not null)
            return found.Refusal;
        var (session, secondStep) = await signIns.Enter(found.User!, SignInMethod.Provider, context, cancel);
        if (session is null)
            return secondStep!;
        SessionCookie.Give(context, session);
        return TypedResults.Ok(
            new VisitFinished(
                found.IsNew ? VisitOutcome.SignedUp : VisitOutcome.SignedIn,
                SessionDetails.From(session.User, session.ExpiresAt)
            )
        );
    }

    /// <summary>An answer of one provider brought to the address of another.</summary>
    private static bool IsOfSomebodyElse(string? issuer, Provider provider) =>
        issuer is not null && provider.Kind == ProviderKind.OpenId && issuer.TrimEnd('/') != provider.Issuer;
}
