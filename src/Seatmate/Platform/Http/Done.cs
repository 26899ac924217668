namespace Seatmate.Platform.Http;

/// <summary>The answer of what leaves nothing to show, such as a deletion.</summary>
public sealed record Done(string Message);
