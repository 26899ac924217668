using Seatmate.Ticketing.Contracts;

namespace Seatmate.Tests.Ticketing.Contracts;

public sealed class PricingTests
{
    [Theory]
    [InlineData(2300, 1, 19, 1933, 367)]
    [InlineData(2300, 2, 19, 3866, 734)]
    [InlineData(1000, 3, 0, 3000, 0)]
    [InlineData(1, 1, 30, 1, 0)]
    [InlineData(3, 1, 20, 3, 0)]
    [InlineData(999, 5, 7, 4668, 327)]
    public void Tax_is_split_out_of_the_price_rounded_half_away_from_zero(
        long price,
        int quantity,
        decimal percent,
        long net,
        long tax
    )
    {
        var quote = Pricing.Quote([new(1, "Floor", "A seat", quantity, price)], "EUR", percent);

        (quote.NetMinor, quote.TaxMinor, quote.TotalMinor).ShouldBe((net, tax, price * quantity));
        quote.Rounding.ShouldBe("line");
    }

    [Fact]
    public void For_every_cart_net_and_tax_are_the_total_and_the_sums_are_those_of_the_lines()
    {
        var random = new Random(1932);
        for (var cart = 0; cart < 20_000; cart++)
        {
            var (price, quantity) = (random.NextInt64(0, 100_000_000_000), random.Next(1, 21));
            var percent = decimal.Round((decimal)random.NextDouble() * 30, 2);

            var quote = Pricing.Quote([new(1, "Floor", "A seat", quantity, price)], "EUR", percent);

            var line = quote.Lines.ShouldHaveSingleItem();
            line.TotalMinor.ShouldBe(price * quantity);
            (line.NetMinor + line.TaxMinor).ShouldBe(line.TotalMinor);
            (quote.NetMinor, quote.TaxMinor, quote.TotalMinor).ShouldBe(
                (line.NetMinor, line.TaxMinor, line.TotalMinor)
            );
            line.TaxMinor.ShouldBeGreaterThanOrEqualTo(0);
            var exact = line.TotalMinor / (1 + percent / 100);
            Math.Abs(line.NetMinor - exact).ShouldBeLessThanOrEqualTo(0.5m);
        }
    }
}
