namespace Seatmate.Notifications.Choices;

/// <summary>What a person has said about a kind of mail that may be switched off; one for each kind and channel
/// (choices_once).</summary>
public sealed class Choice
{
    /// <summary>The one way in which people are told things so far.</summary>
    public const string Mail = "mail";

    public required long UserId { get; init; }
    public required string Kind { get; init; }
    public required string Channel { get; init; }
    public required bool Wanted { get; init; }
    public DateTimeOffset ChangedAt { get; private set; }
}
