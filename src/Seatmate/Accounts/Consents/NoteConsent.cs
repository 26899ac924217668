using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Interests;
using Seatmate.Accounts.Sessions;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Consents;

public sealed record NoteConsentRequest(
    [property: MustBeSaid] ConsentKind? Kind,
    [property: MustBeSaid, TextRule(1, 50)] string? Version,
    [property: MustBeSaid] bool? Given
);

public sealed record ConsentDetails(
    long Id,
    ConsentKind Kind,
    string Version,
    bool Given,
    string Address,
    DateTimeOffset NotedAt
)
{
    public static ConsentDetails From(Consent consent) =>
        new(consent.Id, consent.Kind, consent.Version, consent.Given, consent.Address, consent.NotedAt);
}

/// <summary>Agrees to a text, or takes that back. Only to the version that is shown now, so that nobody agrees to words
/// they have not seen. Said again it is the line that is there; taking interests back forgets what was
/// brought.</summary>
public static class NoteConsent
{
    public static async Task<Results<Ok<ConsentDetails>, Problem>> Handle(
        long id,
        NoteConsentRequest request,
        Caller caller,
        SeatmateDb db,
        Settings settings,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (id != caller.UserId)
            return Problem.NotFound("User", id);
        if (request.Given is not { } given)
            return Problem.Missing("given");
        var text = ConsentText.All(settings).FirstOrDefault(text => text.Kind == request.Kind);
        if (text is null)
            return Problem.NotFound("Nobody is asked for this here");
        if (text.Version != request.Version)
            return Problem.Conflict("text-changed", "The text has changed; please read it again").With(text);
        if (text.Kind == ConsentKind.Terms && !given)
            return Problem.Conflict("terms-stay", "Without the terms there is no account: erase it instead");
        var consent = new Consent
        {
            UserId = id,
            Kind = text.Kind,
            Version = text.Version,
            Given = given,
            Address = Origin.AddressOf(context),
        };
        return TypedResults.Ok(await db.InTransaction(() => Note(db, consent, cancel), cancel));
    }

    private static async Task<ConsentDetails> Note(SeatmateDb db, Consent consent, CancellationToken cancel)
    {
        var last = await db.LastConsent(consent.UserId, consent.Kind, cancel);
        if (last?.Given == consent.Given && last.Version == consent.Version)
            return ConsentDetails.From(last);
        db.Consents.Add(consent);
        if (!consent.Given)
            await db.Set<Interest>().Where(i => i.UserId == consent.UserId).ExecuteDeleteAsync(cancel);
        db.Note(
            consent.UserId,
            consent.Given ? "accounts.consent_given" : "accounts.consent_taken_back",
            $"user:{consent.UserId}",
            new { consent.Kind, consent.Version }
        );
        await db.SaveChangesAsync(cancel);
        return ConsentDetails.From(consent);
    }
}
