namespace Seatmate.Accounts.Contracts;

/// <summary>A module that holds something of a person takes its part when their account is deleted: what is theirs
/// goes, paid orders stay without the person. Runs inside the transaction of the deletion, before the account's row
/// goes.</summary>
public interface IUserLeaving
{
    Task Leave(long userId, CancellationToken cancel);
}
