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
        ["email-code"] = new() { ["code"] = "482913" },
        ["sign-in-code"] = new() { ["code"] = "482913" },
        ["password-reset"] = new() { ["reset_url"] = new Uri(Home, "/reset#token=aFx3") },
        ["email-confirmation"] = new()
        {
            ["confirm_url"] = new Uri(Home, "/confirm#token=aFx3"),
            ["code"] = "482913",
        },
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
    };

    public static IEnumerable<string> Kinds => Own.Keys;

    public static Dictionary<string, object?> Of(string kind)
    {
        var values = new Dictionary<string, object?>(Shared, StringComparer.Ordinal);
        foreach (var (name, value) in Own[kind])
            values[name] = value;
        return values;
    }
}
