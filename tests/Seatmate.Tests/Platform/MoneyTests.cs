using Seatmate.Platform;

namespace Seatmate.Tests.Platform;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("12.50", "EUR", 1250, "12.50 EUR")]
    [InlineData("0", "EUR", 0, "0.00 EUR")]
    [InlineData("1000", "JPY", 1000, "1000 JPY")]
    [InlineData("1.234", "KWD", 1234, "1.234 KWD")]
    [InlineData("5000", "RWF", 5000, "5000 RWF")]
    [InlineData("0.125", "IQD", 125, "0.125 IQD")]
    [InlineData("1.2345", "CLF", 12_345, "1.2345 CLF")]
    [InlineData("12.50", "DEM", 1250, "12.50 DEM")]
    [InlineData("-3.10", "EUR", -310, "-3.10 EUR")]
    [InlineData("1000000000", "EUR", 100_000_000_000, "1000000000.00 EUR")]
    public void An_amount_is_kept_in_the_smallest_unit_of_its_currency(
        string amount,
        string currency,
        long minor,
        string text
    )
    {
        Money.TryFrom(decimal.Parse(amount), currency, out var money).ShouldBeTrue();

        money.AmountMinor.ShouldBe(minor);
        money.ToString().ShouldBe(text);
        money.Amount.ShouldBe(decimal.Parse(amount));
    }

    [Theory]
    [InlineData("12.505", "EUR")]
    [InlineData("0.1", "JPY")]
    [InlineData("0.1", "UGX")]
    [InlineData("1.2345", "KWD")]
    [InlineData("1000000000.01", "EUR")]
    [InlineData("79228162514264337593543950335", "EUR")]
    public void An_amount_that_its_currency_cannot_hold_is_none(string amount, string currency) =>
        Money.TryFrom(decimal.Parse(amount), currency, out _).ShouldBeFalse();

    [Fact]
    public void What_is_written_is_read_again_as_it_was()
    {
        foreach (var currency in new[] { "EUR", "JPY", "KWD" })
        foreach (var minor in new long[] { 0, 1, 9, 10, 99, 100, 101, 999_999_999 })
        {
            Money.TryFrom(new Money(minor, currency).Amount, currency, out var again).ShouldBeTrue();
            again.ShouldBe(new Money(minor, currency));
        }
    }

    [Fact]
    public void Amounts_of_one_currency_add_up() =>
        (new Money(1250, "EUR") + new Money(1, "EUR")).ShouldBe(new Money(1251, "EUR"));

    [Fact]
    public void Amounts_of_different_currencies_never_add_up() =>
        Should.Throw<InvalidOperationException>(() => new Money(1, "EUR") + new Money(1, "USD"));

    [Fact]
    public void What_is_too_large_throws_and_never_wraps_round()
    {
        Should.Throw<OverflowException>(() => new Money(long.MaxValue, "EUR") + new Money(1, "EUR"));
        Should.Throw<OverflowException>(() => new Money(long.MaxValue / 2, "EUR") * 3);
    }
}
