using Seatmate.Platform.Http;

namespace Seatmate.Tests.Platform.Http;

public sealed class PlainDateRuleTests
{
    [Theory]
    [InlineData("2024-02-29")]
    [InlineData("29/02/2024")]
    [InlineData("29-02-2024")]
    public void One_day_has_several_ways_to_be_written(string text) =>
        PlainDateRule.Read(text).ShouldBe(new DateOnly(2024, 2, 29));

    [Theory]
    [InlineData("3/4/2024")]
    [InlineData("03/04/2024")]
    [InlineData("3-4-2024")]
    public void The_day_comes_first(string text) =>
        PlainDateRule.Read(text).ShouldBe(new DateOnly(2024, 4, 3));

    [Theory]
    [InlineData("2023-02-29")]
    [InlineData("2024-13-01")]
    [InlineData("13/13/2024")]
    [InlineData("1/1/24")]
    [InlineData("2024/01/01")]
    [InlineData("2024-1-1")]
    [InlineData(" 2024-01-01")]
    [InlineData("2024-01-01T00:00:00Z")]
    [InlineData("٢٠٢٤-٠١-٠١")]
    [InlineData("0000-01-01")]
    public void What_is_no_day_is_refused(string text)
    {
        PlainDateRule.Read(text).ShouldBeNull();
        new PlainDateRule().IsValid(text).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Nothing_is_no_fault(string? text) => new PlainDateRule().IsValid(text).ShouldBeTrue();
}
