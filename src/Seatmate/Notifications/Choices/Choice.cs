namespace Seatmate.Notifications.Choices;

/// <summary>What a person has said about a kind in a channel where it may be switched off; one for each
/// (choices_once).</summary>
public sealed class Choice
{
    public required long UserId { get; init; }
    public required string Kind { get; init; }
    public required string Channel { get; init; }
    public required bool Wanted { get; init; }
    public DateTimeOffset ChangedAt { get; private set; }
}
