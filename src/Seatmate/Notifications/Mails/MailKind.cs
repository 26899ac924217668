namespace Seatmate.Notifications.Mails;

/// <summary>Essential mails are a part of what somebody asked for; the others can be switched off.</summary>
public enum MailCategory
{
    Essential,
    Optional,
}

/// <summary>A kind of mail: its name is also the name of its template (src/mails/templates) and of its words.</summary>
public sealed record MailKind(string Name, MailCategory Category = MailCategory.Essential)
{
    /// <summary>Waits for all that is not.</summary>
    public bool IsBulk { get; init; }

    /// <summary>Whether somebody who has said nothing gets it.</summary>
    public bool IsUsual { get; init; } = true;

    public bool IsOptional => Category == MailCategory.Optional;

    /// <summary>How long it is of use: one that is older is not sent any more.</summary>
    public TimeSpan? GoodFor { get; init; }
}

/// <summary>Every kind of mail there is.</summary>
public static class MailKinds
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(24);

    public static readonly MailKind Welcome = new("welcome");
    public static readonly MailKind EmailCode = new("email-code") { GoodFor = CodeLifetime };
    public static readonly MailKind SignInCode = new("sign-in-code") { GoodFor = CodeLifetime };
    public static readonly MailKind PasswordReset = new("password-reset") { GoodFor = LinkLifetime };
    public static readonly MailKind EmailConfirmation = new("email-confirmation") { GoodFor = LinkLifetime };
    public static readonly MailKind Test = new("test");
    public static readonly MailKind AccountLinked = new("account-linked");
    public static readonly MailKind AccessChanged = new("access-changed");
    public static readonly MailKind ExportReady = new("export-ready");
    public static readonly MailKind ErasureAsked = new("erasure-asked");
    public static readonly MailKind NewDevice = new("new-device");
    public static readonly MailKind Tickets = new("tickets");
    public static readonly MailKind TeamInvitation = new("team-invitation");
    public static readonly MailKind Invoice = new("invoice");
    public static readonly MailKind BookingCancelled = new("booking-cancelled");
    public static readonly MailKind EventCancelled = new("event-cancelled") { IsBulk = true };
    public static readonly MailKind EventMoved = new("event-moved") { IsBulk = true };
    public static readonly MailKind EventChanged = new("event-changed") { IsBulk = true };
    public static readonly MailKind Tomorrow = new("tomorrow", MailCategory.Optional)
    {
        IsBulk = true,
        GoodFor = TimeSpan.FromHours(20),
    };
    public static readonly MailKind Tonight = new("tonight", MailCategory.Optional)
    {
        IsBulk = true,
        IsUsual = false,
        GoodFor = TimeSpan.FromHours(3),
    };

    public static readonly MailKind Rate = new("rate", MailCategory.Optional)
    {
        IsBulk = true,
        GoodFor = TimeSpan.FromDays(7),
    };

    public static readonly MailKind Digest = new("digest", MailCategory.Optional) { IsBulk = true };

    public static readonly IReadOnlyList<MailKind> All =
    [
        Welcome,
        EmailCode,
        SignInCode,
        PasswordReset,
        EmailConfirmation,
        Test,
        AccountLinked,
        AccessChanged,
        ExportReady,
        ErasureAsked,
        NewDevice,
        Tickets,
        TeamInvitation,
        Invoice,
        BookingCancelled,
        EventCancelled,
        EventMoved,
        EventChanged,
        Tomorrow,
        Tonight,
        Rate,
        Digest,
    ];

    /// <summary>Those that can be switched off.</summary>
    public static IEnumerable<MailKind> Optional => All.Where(kind => kind.IsOptional);
}
