using Seatmate.Platform;

namespace Seatmate.Tests.Platform;

public sealed class CurrencyRuleTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("EUR", true)]
    [InlineData("eur", true)]
    [InlineData("ZWG", true)]
    [InlineData("ABC", false)]
    [InlineData("DEM", false)]
    [InlineData("XAU", false)]
    [InlineData("XXX", false)]
    [InlineData("EU", false)]
    [InlineData("EURO", false)]
    [InlineData("", false)]
    [InlineData("\u0131qd", false)]
    public void Only_currencies_that_are_in_use_are_accepted(string? code, bool accepted) =>
        new CurrencyRule().IsValid(code).ShouldBe(accepted);
}
