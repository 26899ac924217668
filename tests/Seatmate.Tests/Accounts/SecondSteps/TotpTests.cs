using System.Text;
using Seatmate.Accounts.SecondSteps;

namespace Seatmate.Tests.Accounts.SecondSteps;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238, appendix B, with SHA-1, the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_codes_are_those_of_the_standard(long seconds, string code) =>
        Totp.Code(Secret, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds))).ShouldBe(code);

    /// <summary>RFC 4648, section 10.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base_32_is_that_of_the_standard(string text, string coded) =>
        Totp.Base32(Encoding.ASCII.GetBytes(text)).ShouldBe(coded);

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void Clocks_may_differ_by_half_a_minute(int seconds, bool counts)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1111111111);
        var code = Totp.Code(Secret, Totp.StepOf(now.AddSeconds(seconds)));

        (Totp.StepOfCode(Secret, code, now) is not null).ShouldBe(counts);
    }
}
