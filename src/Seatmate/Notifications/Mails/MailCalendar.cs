using System.Globalization;
using Seatmate.Platform;

namespace Seatmate.Notifications.Mails;

/// <summary>How a language writes days, times and amounts; from the words of src/mails, since the program runs without
/// the cultures of the machine.</summary>
public sealed record MailCalendar(
    IReadOnlyList<string> Months,
    IReadOnlyList<string> Weekdays,
    string Day,
    string Month,
    string Time,
    string DecimalSign
)
{
    public string Write(DateOnly day) =>
        Day.Replace("{weekday}", Weekdays[(int)day.DayOfWeek], StringComparison.Ordinal)
            .Replace("{day}", day.Day.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{month}", Months[day.Month - 1], StringComparison.Ordinal)
            .Replace("{year}", day.Year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    public string WriteMonth(DateOnly day) =>
        Month
            .Replace("{month}", Months[day.Month - 1], StringComparison.Ordinal)
            .Replace("{year}", day.Year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    public string Write(DateTime local) =>
        $"{Write(DateOnly.FromDateTime(local))}, {Write(TimeOnly.FromDateTime(local))}";

    public string Write(TimeOnly time) =>
        Time.Replace("{hour}", $"{time.Hour:00}", StringComparison.Ordinal)
            .Replace("{minute}", $"{time.Minute:00}", StringComparison.Ordinal);

    public string Write(Money money) => money.ToString().Replace(".", DecimalSign, StringComparison.Ordinal);

    /// <summary>A value as a template takes it. A text has one line and no control characters, whoever wrote
    /// it.</summary>
    public object? InWords(object? value) =>
        value switch
        {
            string text => OneLine(text),
            Uri address => address.AbsoluteUri,
            DateTime local => Write(local),
            DateOnly day => Write(day),
            Money money => Write(money),
            IReadOnlyDictionary<string, object?> values => InWords(values),
            IEnumerable<IReadOnlyDictionary<string, object?>> rows => rows.Select(InWords).ToArray(),
            null or bool or int or long => value,
            _ => throw new InvalidOperationException($"A mail has no words for a {value.GetType().Name}."),
        };

    public Dictionary<string, object?> InWords(IReadOnlyDictionary<string, object?> values) =>
        values.ToDictionary(pair => pair.Key, pair => InWords(pair.Value), StringComparer.Ordinal);

    public static string OneLine(string text) => string.Concat(text.Where(sign => !char.IsControl(sign)));
}
