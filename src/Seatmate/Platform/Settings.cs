using System.Buffers.Text;
using System.Net;

namespace Seatmate.Platform;

/// <summary>Every setting of the program, read once from the environment, `.env` and appsettings.json, in that order.
/// Each is described in docs/operating/configuration.md; an unreadable value refuses the start with a
/// sentence.</summary>
public sealed record Settings
{
    /// <summary>The order of the curve P-256: a private key is smaller, and not zero.</summary>
    private static readonly byte[] VapidKeyEnd = Convert.FromHexString(
        "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"
    );

    public string DataFolder { get; init; } = "./data";
    public string? DatabaseUrl { get; init; }
    public string? PostgresBin { get; init; }
    public string? JwtSecretKey { get; init; }
    public Uri PublicUrl { get; init; } = new("http://localhost:8080");
    public int Port { get; init; } = 8080;
    public string[] CorsOrigins { get; init; } = [];
    public bool RateLimits { get; init; } = true;

    /// <summary>A minute and person, or address for those who are not signed in.</summary>
    public int RateLimitRequests { get; init; } = 3000;

    /// <summary>A minute and address.</summary>
    public int RateLimitSignIns { get; init; } = 120;

    /// <summary>A minute and address.</summary>
    public int RateLimitSignUps { get; init; } = 120;
    public int PasswordHashCost { get; init; } = 12;
    public string Currency { get; init; } = "EUR";
    public TimeSpan HoldDuration { get; init; } = TimeSpan.FromMinutes(10);
    public Uri? SmtpUrl { get; init; }
    public string MailFrom { get; init; } = "seatmate@localhost";

    /// <summary>Where the mail server sends what could not be delivered; null for the sender.</summary>
    public string? MailReturnPath { get; init; }

    /// <summary>Under which name the mail server's key is found.</summary>
    public string? DkimSelector { get; init; }

    /// <summary>Null for the one that the machine names.</summary>
    public IPEndPoint? DnsServer { get; init; }

    /// <summary>Mails that each process sends at once.</summary>
    public int MailConnections { get; init; } = 10;

    /// <summary>The secret of the key that browsers have subscribed with; null for the one of this
    /// installation.</summary>
    public byte[]? VapidPrivateKey { get; init; }

    /// <summary>Where push services reach whoever runs this; null for the public address.</summary>
    public string? VapidSubject { get; init; }

    /// <summary>Push services of one's own, which may be at private addresses.</summary>
    public Uri[] PushServices { get; init; } = [];

    /// <summary>Of people who have not said theirs.</summary>
    public string Language { get; init; } = Languages.Standard;

    /// <summary>Of people who have not said theirs.</summary>
    public string TimeZone { get; init; } = Time.WallTime.StandardZone;
    public Provider[] Providers { get; init; } = [];
    public bool JsonLogs { get; init; }

    public int KeepMailsDays { get; init; } = 90;
    public int KeepNotesDays { get; init; } = 90;
    public int KeepFactsDays { get; init; } = 30;
    public int KeepHoldsDays { get; init; } = 1;

    /// <summary>The operator's own; without it nobody is asked to agree to any.</summary>
    public Uri? TermsUrl { get; init; }
    public string TermsVersion { get; init; } = "1";

    /// <summary>How long it is known who did what.</summary>
    public TimeSpan AuditKept { get; init; } = TimeSpan.FromDays(730);

    /// <summary>Unless it is said, not where others come in or mails go out: everybody knows the password of the demo's
    /// admin, and its people have addresses.</summary>
    public bool Demo { get; init; } = true;

    /// <summary>Set by the program itself, for a server that only it talks to.</summary>
    public bool LoopbackOnly { get; init; }

    public static Settings From(IConfiguration configuration)
    {
        var port = Number(configuration, "PORT", 8080, 0, 65535);
        return new Settings
        {
            DataFolder = Text(configuration, "DATA") ?? "./data",
            DatabaseUrl = Text(configuration, "DATABASE_URL"),
            PostgresBin = Text(configuration, "POSTGRES_BIN"),
            JwtSecretKey = Secret(configuration),
            Port = port,
            PublicUrl = Address(configuration, "PUBLIC_URL", $"http://localhost:{port}"),
            CorsOrigins = [.. Origins(configuration, "CORS_ORIGINS")],
            RateLimits = Switch(configuration, "RATE_LIMITS", true),
            RateLimitRequests = Number(configuration, "RATE_LIMIT_REQUESTS", 3000, 1, 1_000_000),
            RateLimitSignIns = Number(configuration, "RATE_LIMIT_SIGN_INS", 120, 1, 1_000_000),
            RateLimitSignUps = Number(configuration, "RATE_LIMIT_SIGN_UPS", 120, 1, 1_000_000),
            PasswordHashCost = Number(configuration, "PASSWORD_HASH_COST", 12, 4, 16),
            Currency = CurrencyCode(configuration),
            HoldDuration = TimeSpan.FromSeconds(Number(configuration, "HOLD_SECONDS", 600, 1, 1800)),
            SmtpUrl = Text(configuration, "SMTP_URL") is null
                ? null
                : Address(configuration, "SMTP_URL", "", "smtp"),
            MailFrom = MailAddress(configuration, "MAIL_FROM") ?? "seatmate@localhost",
            MailReturnPath = MailAddress(configuration, "MAIL_RETURN_PATH"),
            DkimSelector = Selector(configuration),
            DnsServer = NameServer(configuration),
            MailConnections = Number(configuration, "MAIL_CONNECTIONS", 10, 1, 50),
            VapidPrivateKey = VapidKey(configuration),
            VapidSubject = Text(configuration, "VAPID_SUBJECT") is null
                ? null
                : Address(configuration, "VAPID_SUBJECT", "", "mailto", "https").OriginalString,
            PushServices = [.. Origins(configuration, "PUSH_SERVICES").Select(origin => new Uri(origin))],
            Language = LanguageCode(configuration),
            TimeZone = Zone(configuration),
            Providers = ProviderSettings.Read(
                Text(configuration, "GOOGLE_CLIENT"),
                Text(configuration, "GITHUB_CLIENT"),
                Text(configuration, "SPOTIFY_CLIENT"),
                Text(configuration, "OPENID_PROVIDERS")
            ),
            JsonLogs = IsJson(configuration),
            KeepMailsDays = Number(configuration, "MAIL_DAYS", 90, 1, 36_500),
            KeepNotesDays = Number(configuration, "NOTE_DAYS", 90, 1, 36_500),
            KeepFactsDays = Number(configuration, "FACT_DAYS", 30, 1, 36_500),
            KeepHoldsDays = Number(configuration, "HOLD_DAYS", 1, 1, 36_500),
            TermsUrl = Text(configuration, "TERMS_URL") is null
                ? null
                : Address(configuration, "TERMS_URL", ""),
            TermsVersion = Version(configuration),
            AuditKept = TimeSpan.FromDays(Number(configuration, "AUDIT_DAYS", 730, 30, 36_500)),
            Demo = Switch(configuration, "DEMO", !IsForOthers(configuration)),
        };
    }

    private static bool IsForOthers(IConfiguration configuration) =>
        Text(configuration, "PUBLIC_URL") is not null || Text(configuration, "SMTP_URL") is not null;

    private static string? Text(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : null;

    private static string Version(IConfiguration configuration)
    {
        var version = Text(configuration, "TERMS_VERSION") ?? "1";
        return version.Length <= 50
            ? version
            : throw new StartRefusedException("TERMS_VERSION may have at most 50 characters.");
    }

    private static string? Secret(IConfiguration configuration)
    {
        var secret = Text(configuration, "JWT_SECRET_KEY");
        return secret is null or { Length: >= 32 }
            ? secret
            : throw new StartRefusedException("JWT_SECRET_KEY must have at least 32 characters.");
    }

    private static string CurrencyCode(IConfiguration configuration)
    {
        var code = Text(configuration, "CURRENCY") ?? "EUR";
        return code.Length == 3 && code.All(char.IsAsciiLetterUpper)
            ? code
            : throw new StartRefusedException($"CURRENCY must be a code such as EUR, not '{code}'.");
    }

    private static string? MailAddress(IConfiguration configuration, string name)
    {
        var address = Text(configuration, name);
        return
            address is null
            || System.Net.Mail.MailAddress.TryCreate(address, out var read) && read.Address == address
            ? address
            : throw new StartRefusedException($"{name} must be a mail address, not '{address}'.");
    }

    private static string? Selector(IConfiguration configuration)
    {
        var selector = Text(configuration, "DKIM_SELECTOR");
        return
            selector is null
            || selector.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.')
            ? selector
            : throw new StartRefusedException(
                $"DKIM_SELECTOR must be a name such as mail2031, not '{selector}'."
            );
    }

    private static IPEndPoint? NameServer(IConfiguration configuration)
    {
        if (Text(configuration, "DNS_SERVER") is not { } text)
            return null;
        return IPEndPoint.TryParse(text, out var server)
            ? server
            : throw new StartRefusedException(
                $"DNS_SERVER must be an address such as 9.9.9.9, not '{text}'."
            );
    }

    private static string LanguageCode(IConfiguration configuration)
    {
        var code = Text(configuration, "LANGUAGE_DEFAULT") ?? Languages.Standard;
        return Languages.Known.Contains(code)
            ? code
            : throw new StartRefusedException(
                $"LANGUAGE_DEFAULT must be one of {string.Join(", ", Languages.Known)}, not '{code}'."
            );
    }

    private static string Zone(IConfiguration configuration)
    {
        var zone = Text(configuration, "TIME_ZONE") ?? Time.WallTime.StandardZone;
        return Time.WallTime.KnowsZone(zone)
            ? zone
            : throw new StartRefusedException(
                $"TIME_ZONE must be a zone such as Europe/Berlin, not '{zone}'."
            );
    }

    private static bool IsJson(IConfiguration configuration) =>
        Text(configuration, "LOG_FORMAT") switch
        {
            null or "text" => false,
            "json" => true,
            var text => throw new StartRefusedException($"LOG_FORMAT must be text or json, not '{text}'."),
        };

    private static int Number(IConfiguration configuration, string name, int standard, int min, int max)
    {
        if (Text(configuration, name) is not { } text)
            return standard;
        return int.TryParse(text, out var number) && number >= min && number <= max
            ? number
            : throw new StartRefusedException(
                $"{name} must be a whole number from {min} to {max}, not '{text}'."
            );
    }

    private static bool Switch(IConfiguration configuration, string name, bool standard) =>
        Text(configuration, name)?.ToLowerInvariant() switch
        {
            null => standard,
            "on" or "true" or "1" => true,
            "off" or "false" or "0" => false,
            var text => throw new StartRefusedException($"{name} must be on or off, not '{text}'."),
        };

    private static Uri Address(
        IConfiguration configuration,
        string name,
        string standard,
        params string[] schemes
    )
    {
        var text = Text(configuration, name) ?? standard;
        var allowed = schemes is [] ? ["http", "https"] : schemes;
        return
            Uri.TryCreate(text, UriKind.Absolute, out var address)
            && allowed.Contains(address.Scheme)
            && address.Host.Length > 0
            ? address
            : throw new StartRefusedException(
                $"{name} must be an address that begins with {string.Join(" or ", allowed.Select(Beginning))}{Not(text)}."
            );
    }

    /// <summary>Before an @ there may be a password, which is not for the log.</summary>
    private static string Not(string text) => text.Contains('@') ? "" : $", not '{text}'";

    private static string Beginning(string scheme) =>
        scheme == Uri.UriSchemeMailto ? "mailto:" : $"{scheme}://";

    private static byte[]? VapidKey(IConfiguration configuration)
    {
        if (Text(configuration, "VAPID_PRIVATE_KEY") is not { } text)
            return null;
        return
            Base64Url.IsValid(text)
            && Base64Url.DecodeFromChars(text) is var key
            && key.Length == VapidKeyEnd.Length
            && key.AsSpan().ContainsAnyExcept((byte)0)
            && key.AsSpan().SequenceCompareTo(VapidKeyEnd) < 0
            ? key
            : throw new StartRefusedException(
                "VAPID_PRIVATE_KEY must be 32 bytes in base64url, such as other programs make for web push."
            );
    }

    private static IEnumerable<string> Origins(IConfiguration configuration, string name)
    {
        const StringSplitOptions tidy =
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (var origin in (Text(configuration, name) ?? "").Split([',', ' '], tidy))
        {
            if (!IsOrigin(origin))
                throw new StartRefusedException(
                    $"{name} holds '{origin}', which is not an origin such as https://shop.example."
                );
            yield return origin.TrimEnd('/');
        }
    }

    /// <summary>Scheme, host and port, and nothing else.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" };
}
