namespace Seatmate.Platform.Http;

/// <summary>The limits that hold for every request.</summary>
public static class Limits
{
    public const int BodyBytesMax = 1024 * 1024;
    public const int PageSize = 20;
    public const int PageSizeMax = 100;
    public const int IdempotencyKeyLengthMax = 255;
    public const int SearchPartLengthMax = 100;
}
