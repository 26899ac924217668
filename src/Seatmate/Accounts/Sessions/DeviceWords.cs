using System.Net;
using System.Net.Sockets;

namespace Seatmate.Accounts.Sessions;

/// <summary>What a program calls itself and where it is, in words for people. Browsers call themselves by each other's
/// names, so the order counts; what is not known is not guessed at.</summary>
public static class DeviceWords
{
    private static readonly (string Sign, string Name)[] Programs =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];

    /// <summary>`Firefox on Linux`.</summary>
    public static string Of(string agent) =>
        (Known(Programs, agent), Known(Systems, agent)) switch
        {
            ({ } program, { } system) => $"{program} on {system}",
            ({ } program, null) => program,
            (null, { } system) => $"a program on {system}",
            _ => "an unknown program",
        };

    /// <summary>Where an address is, as far as it says so itself: nobody else is asked.</summary>
    public static string PlaceOf(string address)
    {
        if (!IPAddress.TryParse(address, out var ip))
            return "an unknown place";
        if (IPAddress.IsLoopback(ip))
            return "this very machine";
        return IsPrivate(ip) ? $"a private network ({ip})" : $"{ip}, country unknown";
    }

    private static string? Known((string Sign, string Name)[] names, string agent) =>
        names
            .Where(name => agent.Contains(name.Sign, StringComparison.Ordinal))
            .Select(name => name.Name)
            .FirstOrDefault();

    private static bool IsPrivate(IPAddress ip)
    {
        if (ip.AddressFamily == AddressFamily.InterNetworkV6)
            return ip.IsIPv6LinkLocal || ip.IsIPv6UniqueLocal;
        return ip.GetAddressBytes()
            is [10, ..]
                or [192, 168, ..]
                or [169, 254, ..]
                or [172, >= 16 and <= 31, ..];
    }
}
