using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Consents;

public enum ConsentKind
{
    Terms,
    Interests,
}

/// <summary>A line of the log: what a person agreed to or took back, in which words, when and from where. The last one
/// of a kind counts.</summary>
public sealed class Consent
{
    public long Id { get; private set; }
    public required long UserId { get; init; }
    public required ConsentKind Kind { get; init; }
    public required string Version { get; init; }
    public required bool Given { get; init; }
    public required string Address { get; init; }
    public DateTimeOffset NotedAt { get; private set; }
}

/// <summary>What people are asked to agree to now; a new version asks again. The terms are the operator's, and there
/// are none without TERMS_URL.</summary>
public sealed record ConsentText(ConsentKind Kind, string Version, string Text, Uri? Address)
{
    private static readonly ConsentText Interests = new(
        ConsentKind.Interests,
        "2026-11",
        "Accounts that I connect may tell Seatmate what I like, such as the artists I listen to most.",
        null
    );

    public static ConsentText[] All(Settings settings) =>
        settings.TermsUrl is { } terms
            ? [new(ConsentKind.Terms, settings.TermsVersion, "I agree to the terms.", terms), Interests]
            : [Interests];
}

public static class ConsentQueries
{
    /// <summary>The last line of a kind; null when the person was never asked.</summary>
    public static Task<Consent?> LastConsent(
        this SeatmateDb db,
        long userId,
        ConsentKind kind,
        CancellationToken cancel
    ) =>
        db
            .Consents.AsNoTracking()
            .Where(consent => consent.UserId == userId && consent.Kind == kind)
            .OrderByDescending(consent => consent.Id)
            .FirstOrDefaultAsync(cancel);
}
