namespace Seatmate.Accounts.Contracts;

/// <summary>A person as others see them beside what they wrote or booked.</summary>
public sealed record UserSummary(long Id, string Name, string UserName, string Handle);
