namespace Seatmate.Platform;

/// <summary>An amount in the smallest unit of its currency (ISO 4217): cents of EUR, whole JPY, thousandths of KWD.
/// Amounts of different currencies never add up: that throws.</summary>
public readonly record struct Money(long AmountMinor, string Currency)
{
    /// <summary>The amount as people write it: 1250 EUR minor is 12.50.</summary>
    public decimal Amount =>
        decimal.Round(AmountMinor / PowerOfTen(MinorDigits(Currency)), MinorDigits(Currency));

    /// <summary>Digits after the point in this currency.</summary>
    public static int MinorDigits(string currency) => Currencies.MinorDigits(currency);

    /// <summary>True when the amount has no more digits than its currency and fits; then <paramref name="money"/> is
    /// it.</summary>
    public static bool TryFrom(decimal amount, string currency, out Money money)
    {
        var scale = PowerOfTen(MinorDigits(currency));
        money = default;
        if (Math.Abs(amount) > 1_000_000_000m || amount * scale != decimal.Truncate(amount * scale))
            return false;
        money = new Money((long)(amount * scale), currency);
        return true;
    }

    public static Money operator +(Money left, Money right) =>
        left.Currency == right.Currency
            ? left with
            {
                AmountMinor = checked(left.AmountMinor + right.AmountMinor),
            }
            : throw new InvalidOperationException($"{left.Currency} and {right.Currency} do not add up.");

    public static Money operator *(Money price, int quantity) =>
        price with
        {
            AmountMinor = checked(price.AmountMinor * quantity),
        };

    public override string ToString() => $"{Amount.ToString($"F{MinorDigits(Currency)}")} {Currency}";

    private static decimal PowerOfTen(int digits) =>
        digits switch
        {
            0 => 1m,
            2 => 100m,
            3 => 1000m,
            4 => 10_000m,
            _ => throw new ArgumentOutOfRangeException(nameof(digits), digits, "No currency has as many."),
        };
}
