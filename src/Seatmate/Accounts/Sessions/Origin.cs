using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Sessions;

/// <summary>What can be told of whoever asks: the address they come from and what their program calls
/// itself.</summary>
public sealed record Origin(string Address, string Device)
{
    private const int DeviceLengthMax = 200;

    public static Origin Of(HttpContext context) => new(AddressOf(context), DeviceOf(context));

    public static string AddressOf(HttpContext context) => CallerAddress.Of(context) ?? "";

    private static string DeviceOf(HttpContext context)
    {
        var agent = new string([
            .. context.Request.Headers.UserAgent.ToString().Where(sign => sign is >= ' ' and <= '~'),
        ]);
        return agent.Length > DeviceLengthMax ? agent[..DeviceLengthMax] : agent;
    }
}
