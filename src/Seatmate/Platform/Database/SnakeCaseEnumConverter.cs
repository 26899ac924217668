using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Seatmate.Platform.Database;

/// <summary>Keeps an enum as the word people read in the database: AwaitingPayment is 'awaiting_payment'.</summary>
public sealed class SnakeCaseEnumConverter<TEnum>()
    : ValueConverter<TEnum, string>(value => Word(value), word => Value(word))
    where TEnum : struct, Enum
{
    private static readonly Dictionary<TEnum, string> Words = Enum.GetValues<TEnum>()
        .ToDictionary(value => value, value => SeatmateDb.SnakeCase(value.ToString()));

    private static readonly Dictionary<string, TEnum> Values = Words.ToDictionary(
        pair => pair.Value,
        pair => pair.Key,
        StringComparer.Ordinal
    );

    /// <summary>The word for a value, as stored and as answered.</summary>
    public static string Word(TEnum value) => Words[value];

    /// <summary>The value that a stored word means.</summary>
    public static TEnum Value(string word) => Values[word];
}
