namespace Seatmate.Accounts.Contracts;

/// <summary>A module that holds something of a person takes its part when their account is deleted: what is theirs
/// goes, paid orders stay without the person. Runs inside the transaction of the deletion, before the account's row
/// goes.</summary>
public interface IUserLeaving
{
    Task Leave(long userId, CancellationToken cancel);

    /// <summary>What is done when all have taken their part: changes of keys, which lock rows also for those who only
    /// refer to them, and who may hold what the others want.</summary>
    Task LeaveLast(long userId, CancellationToken cancel) => Task.CompletedTask;
}
