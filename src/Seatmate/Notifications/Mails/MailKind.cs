namespace Seatmate.Notifications.Mails;

/// <summary>Essential mails are a part of what somebody asked for; the others can be switched off.</summary>
public enum MailCategory
{
    Essential,
    Optional,
}

/// <summary>How soon a push must be seen (RFC 8030): what is urgent wakes a device that saves its battery; what is low
/// is not pushed unless somebody wants it.</summary>
public enum Urgency
{
    Low,
    Normal,
    High,
}

/// <summary>A kind of what people are told, by mail and in the app: its name is also the name of its template
/// (src/mails/templates) and of its words.</summary>
public sealed record MailKind(string Name, MailCategory Category = MailCategory.Essential)
{
    /// <summary>Waits for all that is not.</summary>
    public bool IsBulk { get; init; }

    /// <summary>Whether somebody who has said nothing gets it by mail.</summary>
    public bool IsUsual { get; init; } = true;

    public bool IsOptional => Category == MailCategory.Optional;

    /// <summary>The value whose address a note about it opens in the app; without one it is only mailed, such as codes
    /// and links that are keys.</summary>
    public string? Opens { get; init; }

    public bool IsNoted => Opens is not null;

    public Urgency Urgency { get; init; } = Urgency.Normal;

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
    public static readonly MailKind AccountLinked = new("account-linked") { Opens = "connections_url" };
    public static readonly MailKind AccessChanged = new("access-changed")
    {
        Opens = "security_url",
        Urgency = Urgency.High,
    };
    public static readonly MailKind ExportReady = new("export-ready") { Opens = "privacy_url" };
    public static readonly MailKind ErasureAsked = new("erasure-asked") { Opens = "privacy_url" };
    public static readonly MailKind NewDevice = new("new-device")
    {
        Opens = "security_url",
        Urgency = Urgency.High,
    };
    public static readonly MailKind Tickets = new("tickets") { Opens = "tickets_url" };
    public static readonly MailKind TeamInvitation = new("team-invitation") { Opens = "answer_url" };
    public static readonly MailKind Invoice = new("invoice") { Opens = "invoice_url", Urgency = Urgency.Low };
    public static readonly MailKind BookingCancelled = new("booking-cancelled") { Opens = "event_url" };
    public static readonly MailKind EventCancelled = new("event-cancelled")
    {
        Opens = "tickets_url",
        Urgency = Urgency.High,
        IsBulk = true,
    };
    public static readonly MailKind EventMoved = new("event-moved")
    {
        Opens = "event_url",
        Urgency = Urgency.High,
        IsBulk = true,
    };
    public static readonly MailKind EventChanged = new("event-changed")
    {
        Opens = "event_url",
        IsBulk = true,
    };
    public static readonly MailKind Tomorrow = new("tomorrow", MailCategory.Optional)
    {
        Opens = "tickets_url",
        IsBulk = true,
        GoodFor = TimeSpan.FromHours(20),
    };
    public static readonly MailKind Tonight = new("tonight", MailCategory.Optional)
    {
        Opens = "tickets_url",
        Urgency = Urgency.High,
        IsBulk = true,
        IsUsual = false,
        GoodFor = TimeSpan.FromHours(3),
    };

    public static readonly MailKind Rate = new("rate", MailCategory.Optional)
    {
        Opens = "reviews_url",
        Urgency = Urgency.Low,
        IsBulk = true,
        GoodFor = TimeSpan.FromDays(7),
    };

    public static readonly MailKind MonthlyReport = new("monthly-report", MailCategory.Optional)
    {
        Opens = "report_url",
        IsBulk = true,
        GoodFor = TimeSpan.FromDays(14),
    };
    public static readonly MailKind WeeklyReport = new("weekly-report", MailCategory.Optional)
    {
        Opens = "organise_url",
        IsBulk = true,
        GoodFor = TimeSpan.FromDays(4),
    };

    public static readonly MailKind Digest = new("digest", MailCategory.Optional)
    {
        Opens = "feed_url",
        Urgency = Urgency.Low,
        IsBulk = true,
    };

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
        MonthlyReport,
        WeeklyReport,
        Digest,
    ];

    /// <summary>Those that are told in the app too.</summary>
    public static IEnumerable<MailKind> Noted => All.Where(kind => kind.IsNoted);

    /// <summary>Those whose mails can be switched off.</summary>
    public static IEnumerable<MailKind> Optional => All.Where(kind => kind.IsOptional);
}
