namespace Seatmate.Platform.Http;

/// <summary>Is required, as the API's description says of it. The endpoint looks after it itself, once it knows that
/// the caller may ask: [Required] would be refused before, and tell a stranger that there is something.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MustBeSaidAttribute : Attribute;
