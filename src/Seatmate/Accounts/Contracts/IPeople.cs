namespace Seatmate.Accounts.Contracts;

/// <summary>How to reach a person, in which language, and what their clock shows; for mails only, never for an
/// answer.</summary>
public sealed record UserContact(long Id, string Name, string Email, string Language, string TimeZone);

/// <summary>What other modules ask about people.</summary>
public interface IPeople
{
    /// <summary>These people in short, in one query; who has left is missing.</summary>
    Task<IReadOnlyDictionary<long, UserSummary>> Summaries(
        IReadOnlyCollection<long> userIds,
        CancellationToken cancel
    );

    /// <summary>How to reach these people, in one query; who has left is missing.</summary>
    Task<IReadOnlyDictionary<long, UserContact>> Contacts(
        IReadOnlyCollection<long> userIds,
        CancellationToken cancel
    );

    /// <summary>The zones that people live in.</summary>
    Task<IReadOnlyList<string>> Zones(CancellationToken cancel);

    /// <summary>How many people live in a zone.</summary>
    Task<int> CountIn(string zone, CancellationToken cancel);

    /// <summary>How to reach those who live in a zone, by their ids: at most so many after the one named.</summary>
    Task<IReadOnlyList<UserContact>> ContactsIn(
        string zone,
        long afterId,
        int most,
        CancellationToken cancel
    );

    /// <summary>Whose account has this address, without regard to case; null when nobody's.</summary>
    Task<long?> IdOf(string email, CancellationToken cancel);

    /// <summary>Who goes by this handle; null when nobody does.</summary>
    Task<long?> IdOfHandle(string handle, CancellationToken cancel);

    /// <summary>Null when the person has left.</summary>
    Task<UserContact?> Contact(long userId, CancellationToken cancel);
}
