using System.ComponentModel.DataAnnotations;

namespace Seatmate.Platform;

/// <summary>Three letters of ISO 4217, in upper or lower case.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class CurrencyRule() : ValidationAttribute("Not a currency: three letters such as EUR.")
{
    public override bool IsValid(object? value) =>
        value is null || value is string { Length: 3 } code && code.All(char.IsAsciiLetter);
}
