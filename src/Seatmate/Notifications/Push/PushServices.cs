using System.Net;
using Seatmate.Platform;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Push;

/// <summary>Which addresses may be pushed to: public ones over TLS, at its usual port, and those that the administrator
/// has named (PUSH_SERVICES). What a name leads to is looked at again when it is connected to.</summary>
public sealed class PushServices(Settings settings)
{
    public const int EndpointLengthMax = 1000;

    public bool MayBe(string text) =>
        text.Length <= EndpointLengthMax
        && Uri.TryCreate(text, UriKind.Absolute, out var endpoint)
        && endpoint.UserInfo.Length == 0
        && (IsNamed(endpoint) || IsPublic(endpoint));

    private bool IsNamed(Uri endpoint) =>
        settings.PushServices.Any(named =>
            named.Scheme == endpoint.Scheme && named.Authority == endpoint.Authority
        );

    private static bool IsPublic(Uri endpoint) =>
        endpoint.Scheme == Uri.UriSchemeHttps
        && endpoint.IsDefaultPort
        && endpoint.HostNameType switch
        {
            UriHostNameType.Dns => endpoint.Host.Contains('.'),
            UriHostNameType.IPv4 or UriHostNameType.IPv6 => OutgoingHttp.IsPublic(
                IPAddress.Parse(endpoint.DnsSafeHost)
            ),
            _ => false,
        };
}
