using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Seatmate.Notifications.Reports;

/// <summary>A month as yyyy-mm.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MonthRule() : ValidationAttribute("Not a month: yyyy-mm.")
{
    private const string Form = "yyyy-MM";

    public override bool IsValid(object? value) =>
        value is null || value is string text && Read(text) is not null;

    /// <summary>Its first day.</summary>
    public static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= 1900 and < 2200
            ? day
            : null;

    public static string Write(DateOnly month) => month.ToString(Form, CultureInfo.InvariantCulture);
}
