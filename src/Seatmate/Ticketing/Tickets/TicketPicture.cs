using QRCoder;

namespace Seatmate.Ticketing.Tickets;

/// <summary>A ticket's code as a picture.</summary>
public static class TicketPicture
{
    private const int PixelsPerModule = 8;

    public static string Draw(string code)
    {
        using var data = QRCodeGenerator.GenerateQrCode(code, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return picture.GetGraphic(PixelsPerModule);
    }
}
