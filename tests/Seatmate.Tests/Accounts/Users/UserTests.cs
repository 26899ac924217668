using Seatmate.Accounts.Users;

namespace Seatmate.Tests.Accounts.Users;

public sealed class UserTests
{
    [Theory]
    [InlineData("Ben Okafor", "ben-okafor")]
    [InlineData("  --Ben__Okafor!! ", "ben-okafor")]
    [InlineData("Zoë", "zoë")]
    [InlineData("明日香", "明日香")]
    [InlineData("👩‍🚀", "user")]
    [InlineData("../../etc", "etc")]
    public void A_handle_keeps_letters_and_digits_of_any_script(string userName, string handle) =>
        User.HandleFor(userName, 0, "17").ShouldBe(handle);

    [Fact]
    public void A_second_person_of_a_name_gets_a_number() =>
        User.HandleFor("Ben", 1, "17").ShouldBe("ben-17");
}
