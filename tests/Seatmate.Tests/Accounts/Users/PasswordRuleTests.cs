using Seatmate.Accounts.Users;

namespace Seatmate.Tests.Accounts.Users;

public sealed class PasswordRuleTests
{
    [Theory]
    [InlineData("Abc12345")]
    [InlineData("correct horse 1 battery")]
    [InlineData("пароль-из-9-слов")]
    [InlineData("\0\u0001 control 1")]
    public void Anything_long_enough_with_a_letter_and_a_digit_will_do(string password) =>
        PasswordRule.Fault(password).ShouldBeNull();

    [Theory]
    [InlineData("Abc1234", "Length must be between 8 and 128.")]
    [InlineData("🎫🎫🎫🎫a1", "Length must be between 8 and 128.")]
    [InlineData("abcdefgh", "A letter and a digit are needed.")]
    [InlineData("12345678", "A letter and a digit are needed.")]
    [InlineData("password1", "This is one of the most common passwords; please choose another.")]
    public void What_is_too_easy_is_told_why(string password, string fault) =>
        PasswordRule.Fault(password).ShouldBe(fault);
}
