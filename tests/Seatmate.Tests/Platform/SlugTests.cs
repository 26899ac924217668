using Seatmate.Platform;

namespace Seatmate.Tests.Platform;

public sealed class SlugTests
{
    [Theory]
    [InlineData("Ben Okafor", "ben-okafor")]
    [InlineData("  --Ben__Okafor!! ", "ben-okafor")]
    [InlineData("Zoë", "zoë")]
    [InlineData("明日香", "明日香")]
    [InlineData("👩‍🚀", "user")]
    [InlineData("../../etc", "etc")]
    public void A_slug_keeps_letters_and_digits_of_any_script(string text, string slug) =>
        Slug.From(text, "user", 0).ShouldBe(slug);

    [Fact]
    public void A_second_one_of_a_name_gets_a_number() =>
        Slug.From("Ben", "user", 1).ShouldMatch("^ben-[0-9]{2,}$");
}
