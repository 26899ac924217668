using Seatmate.Notifications.Mails;
using Seatmate.Platform;

namespace Seatmate.Tests.Notifications.Mails;

/// <summary>Values for a mail of every kind, as its reaction gives them. A new kind needs a sample here.</summary>
internal static class MailSamples
{
    private static readonly Uri Home = new("https://seatmate.example");
    private static readonly DateTime Evening = new(2031, 5, 1, 18, 0, 0);

    private static readonly Dictionary<string, object?> Shared = new(StringComparer.Ordinal)
    {
        ["name"] = "Ben Okafor",
        ["home_url"] = Home,
        ["unsubscribe_url"] = null,
    };

    private static readonly Dictionary<string, object?> Event = new(StringComparer.Ordinal)
    {
        ["title"] = "An evening of songs",
        ["when"] = Evening,
        ["zone"] = "Europe/Berlin",
        ["location"] = "Kulturhaus, Berlin",
        ["event_url"] = new Uri(Home, "/e/an-evening-of-songs"),
    };

    private static readonly Dictionary<string, Dictionary<string, object?>> Own = new(StringComparer.Ordinal)
    {
        ["welcome"] = new() { ["discover_url"] = Home },
        ["team-invitation"] = new()
        {
            ["inviter"] = "Ada Ferrante",
            ["organiser"] = "The Night Shift",
            ["owner"] = false,
            ["manager"] = true,
            ["box_office"] = false,
            ["door"] = false,
            ["until"] = new DateOnly(2031, 5, 1),
            ["answer_url"] = new Uri(Home, "/organise/invitations/7#token=abc"),
        },
        ["digest"] = new()
        {
            ["feed_url"] = new Uri(Home, "/feed"),
            ["lines"] = new[]
            {
                new Dictionary<string, object?>
                {
                    ["title"] = "Who walks too?",
                    ["post_url"] = new Uri(Home, "/feed/7"),
                    ["comments"] = 3,
                    ["likes"] = 12,
                },
            },
        },
        ["test"] = [],
        ["export-ready"] = new() { ["privacy_url"] = new Uri(Home, "/settings/privacy") },
        ["erasure-asked"] = new()
        {
            ["day"] = DateOnly.FromDateTime(Evening),
            ["privacy_url"] = new Uri(Home, "/settings/privacy"),
        },
    };

    private static readonly Dictionary<string, Dictionary<string, object?>> OfAccess = new(
        StringComparer.Ordinal
    )
    {
        ["account-linked"] = new()
        {
            ["provider"] = "Campus",
            ["connections_url"] = new Uri(Home, "/settings/connections"),
        },
        ["access-changed"] = new()
        {
            ["password"] = false,
            ["address"] = false,
            ["second_step_on"] = false,
            ["second_step_off"] = false,
            ["recovery_codes"] = false,
            ["passkey_added"] = true,
            ["passkey_removed"] = false,
            ["when"] = Evening,
            ["zone"] = "Europe/Berlin",
            ["security_url"] = new Uri(Home, "/settings/security"),
        },
        ["email-code"] = new() { ["code"] = "482913" },
        ["sign-in-code"] = new() { ["code"] = "482913" },
        ["password-reset"] = new() { ["reset_url"] = new Uri(Home, "/reset#token=aFx3") },
        ["email-confirmation"] = new()
        {
            ["confirm_url"] = new Uri(Home, "/confirm#token=aFx3"),
            ["code"] = "482913",
        },
        ["new-device"] = new()
        {
            ["device"] = "Firefox on Linux",
            ["address"] = "203.0.113.7",
            ["when"] = Evening,
            ["zone"] = "Europe/Berlin",
            ["security_url"] = new Uri(Home, "/settings/security"),
        },
    };

    private static readonly Dictionary<string, Dictionary<string, object?>> OfReports = new(
        StringComparer.Ordinal
    )
    {
        ["monthly-report"] = new()
        {
            ["month"] = "April 2031",
            ["bookings"] = 3,
            ["tickets"] = 5,
            ["money"] = new[]
            {
                new Dictionary<string, object?>
                {
                    ["paid"] = new Money(11250, "EUR"),
                    ["refunded"] = new Money(1250, "EUR"),
                },
            },
            ["seen"] = 1,
            ["events"] = new[]
            {
                new Dictionary<string, object?>
                {
                    ["title"] = "An evening of songs",
                    ["when"] = Evening,
                    ["event_url"] = new Uri(Home, "/e/an-evening-of-songs"),
                },
            },
            ["reviews"] = 1,
            ["posts"] = 2,
            ["likes_given"] = 14,
            ["likes_received"] = 9,
            ["report_url"] = new Uri(Home, "/settings/month?month=2031-04"),
        },
        ["weekly-report"] = new()
        {
            ["from"] = new DateOnly(2031, 4, 21),
            ["until"] = new DateOnly(2031, 4, 27),
            ["events"] = new[]
            {
                new Dictionary<string, object?>
                {
                    ["title"] = "An evening of songs",
                    ["when"] = Evening,
                    ["event_url"] = new Uri(Home, "/organise/7"),
                    ["sold_then"] = 12,
                    ["sold"] = 84,
                    ["capacity"] = 200L,
                    ["revenue"] = new Money(30000, "EUR"),
                    ["refunds"] = new Money(2500, "EUR"),
                },
            },
            ["organise_url"] = new Uri(Home, "/organise"),
        },
    };

    private static readonly Dictionary<string, Dictionary<string, object?>> OfBookings = new(
        StringComparer.Ordinal
    )
    {
        ["tickets"] = new()
        {
            ["title"] = "An evening of songs",
            ["when"] = Evening,
            ["zone"] = "Europe/Berlin",
            ["location"] = "Kulturhaus, Berlin",
            ["lines"] = new[]
            {
                new Dictionary<string, object?> { ["quantity"] = 2, ["what"] = "An evening of songs, Floor" },
                new Dictionary<string, object?>
                {
                    ["quantity"] = 1,
                    ["what"] = "An evening of songs, Balcony",
                },
            },
            ["total"] = new Money(3750, "EUR"),
            ["tickets_url"] = new Uri(Home, "/tickets"),
            ["booking_url"] = new Uri(Home, "/checkout/0198c1f0"),
        },
        ["invoice"] = new()
        {
            ["number"] = "2031-000042",
            ["seller"] = "Ada Ferrante",
            ["bill_to"] = "Ben Okafor",
            ["lines"] = new[]
            {
                new Dictionary<string, object?>
                {
                    ["quantity"] = 3,
                    ["what"] = "An evening of songs, Floor",
                    ["amount"] = new Money(3750, "EUR"),
                },
            },
            ["net"] = new Money(3125, "EUR"),
            ["tax"] = new Money(625, "EUR"),
            ["total"] = new Money(3750, "EUR"),
            ["invoice_url"] = new Uri(Home, "/invoice/1/2/3"),
        },
        ["booking-cancelled"] = new(Event) { ["refund"] = new Money(3750, "EUR") },
        ["event-cancelled"] = new(Event.Where(pair => pair.Key != "event_url"))
        {
            ["refund"] = new Money(3750, "EUR"),
        },
        ["event-moved"] = new(Event) { ["tickets_url"] = new Uri(Home, "/tickets") },
        ["event-changed"] = new(Event) { ["tickets_url"] = new Uri(Home, "/tickets") },
        ["tomorrow"] = new(Event) { ["tickets_url"] = new Uri(Home, "/tickets") },
        ["rate"] = new(Event.Where(pair => pair.Key is not ("event_url" or "zone")))
        {
            ["reviews_url"] = new Uri(Home, "/e/an-evening-of-songs#reviews"),
        },
        ["tonight"] = new(Event) { ["tickets_url"] = new Uri(Home, "/tickets") },
    };

    private static readonly Uri Unsubscribe = new(Home, "/unsubscribe/c2VhdG1hdGU");

    public static IEnumerable<string> Kinds =>
        Own.Keys.Concat(OfAccess.Keys).Concat(OfBookings.Keys).Concat(OfReports.Keys);

    public static Dictionary<string, object?> Of(string kind)
    {
        var values = new Dictionary<string, object?>(Shared, StringComparer.Ordinal);
        foreach (
            var (name, value) in Own.GetValueOrDefault(kind)
                ?? OfAccess.GetValueOrDefault(kind)
                ?? OfReports.GetValueOrDefault(kind)
                ?? OfBookings[kind]
        )
            values[name] = value;
        if (MailKinds.Optional.Any(optional => optional.Name == kind))
            values["unsubscribe_url"] = Unsubscribe;
        return values;
    }
}
