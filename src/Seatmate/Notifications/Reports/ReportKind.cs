using Seatmate.Accounts.Contracts;
using Seatmate.Notifications.Mails;

namespace Seatmate.Notifications.Reports;

/// <summary>A report that people get when a period of theirs is over: which period that is by a clock on their wall,
/// and what it says.</summary>
public interface IReport
{
    /// <summary>Its name in the tables.</summary>
    string Kind { get; }

    /// <summary>The first day of the period to report on when it is this time; null while none is to be
    /// begun.</summary>
    DateOnly? DueAt(DateTime local);

    /// <summary>The mails for these people of one zone; who has nothing to read is missing.</summary>
    Task<IReadOnlyList<NewMail>> Mails(
        IReadOnlyList<UserContact> people,
        DateOnly period,
        CancellationToken cancel
    );
}

/// <summary>How far a report has come with the people of a zone.</summary>
public sealed class ReportRun
{
    public required string Kind { get; init; }
    public required DateOnly Period { get; init; }
    public required string TimeZone { get; init; }
    public int PeopleTotal { get; private set; }
    public int PeopleDone { get; private set; }
    public int Written { get; private set; }
    public int Failures { get; private set; }
    public string? LastError { get; private set; }
    public long LastUserId { get; private set; }
    public DateTimeOffset BegunAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    public void Pass(IReadOnlyList<UserContact> people, int written)
    {
        PeopleDone += people.Count;
        PeopleTotal = Math.Max(PeopleTotal, PeopleDone);
        Written += written;
        LastUserId = people[^1].Id;
    }

    public void Skip(UserContact person, string error)
    {
        Pass([person], 0);
        Failures++;
        LastError = error;
    }

    public void Finish(DateTimeOffset now) => FinishedAt = now;
}
