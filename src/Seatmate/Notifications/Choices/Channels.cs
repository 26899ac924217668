using Seatmate.Notifications.Mails;

namespace Seatmate.Notifications.Choices;

/// <summary>The ways in which people are told things, and which kind goes which way: the one table of it.</summary>
public static class Channels
{
    public const string Mail = "mail";
    public const string App = "app";

    /// <summary>In browsers, also while nobody looks at them.</summary>
    public const string Push = "push";

    public static readonly IReadOnlyList<string> All = [Mail, App, Push];

    /// <summary>Codes and keys are mailed and nothing else: there is nothing to say about them.</summary>
    public static IEnumerable<MailKind> Kinds => MailKinds.All.Where(kind => kind.IsOptional || kind.IsNoted);

    public static IEnumerable<string> Of(MailKind kind) => kind.IsNoted ? All : [Mail];

    /// <summary>Essential mails always come: what they say must reach who has no app at hand.</summary>
    public static bool MayBeSwitched(MailKind kind, string channel) =>
        channel == Mail ? kind.IsOptional : kind.IsNoted;

    /// <summary>Whether somebody who has said nothing is told it there.</summary>
    public static bool IsUsual(MailKind kind, string channel) =>
        channel switch
        {
            Mail => kind.IsUsual,
            Push => kind.Urgency != Urgency.Low,
            _ => true,
        };
}
