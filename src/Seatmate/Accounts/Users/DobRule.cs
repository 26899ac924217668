using System.ComponentModel.DataAnnotations;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Users;

/// <summary>A date of birth of somebody who lives: a plain date from 1900 on that has begun somewhere on
/// earth.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DobRule : ValidationAttribute
{
    private const int YearMin = 1900;
    private static readonly TimeSpan FirstZone = TimeSpan.FromHours(14);

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is string { Length: > 0 } text
        && Fault(text, validationContext.GetRequiredService<TimeProvider>()) is { } fault
            ? new ValidationResult(fault)
            : ValidationResult.Success;

    private static string? Fault(string text, TimeProvider clock)
    {
        if (PlainDateRule.Read(text) is not { } day)
            return PlainDateRule.Text;
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime + FirstZone);
        return day.Year < YearMin || day > today ? $"Must be between {YearMin} and today." : null;
    }
}
