using System.ComponentModel.DataAnnotations;

namespace Seatmate.Platform;

/// <summary>A currency of ISO 4217 that is in use, in upper or lower case.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class CurrencyRule()
    : ValidationAttribute("Not a currency: three letters of ISO 4217 such as EUR.")
{
    public override bool IsValid(object? value) =>
        value is null || value is string code && Currencies.Has(code.ToUpperInvariant());
}
