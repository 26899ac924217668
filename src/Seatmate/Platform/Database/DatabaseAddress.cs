namespace Seatmate.Platform.Database;

/// <summary>How this process reaches the database, for those who need connections of their own kind.</summary>
public sealed record DatabaseAddress(string ConnectionString);
