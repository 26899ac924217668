using System.ComponentModel.DataAnnotations;
using Seatmate.Platform.Http;

namespace Seatmate.Tests.Platform.Http;

public sealed class TextRuleTests
{
    [Theory]
    [InlineData("abc")]
    [InlineData("🎫🎫🎫")]
    [InlineData("a b")]
    [InlineData("\u202Eabc")]
    [InlineData("👩‍👩‍👧")]
    public void Texts_of_any_script_in_their_length_will_do(string text) =>
        Fault(new TextRule(3, 10), text).ShouldBeNull();

    [Theory]
    [InlineData("ab", "Length must be between 3 and 10.")]
    [InlineData("🎫🎫", "Length must be between 3 and 10.")]
    [InlineData("", "This field is required.")]
    [InlineData("abcdefghijk", "Length must be between 3 and 10.")]
    [InlineData("    ", "Only blanks are not enough.")]
    [InlineData("\u00A0\u2003\u3000", "Only blanks are not enough.")]
    [InlineData("a\0bc", "Control characters and broken Unicode are not allowed.")]
    [InlineData("a\u0085bc", "Control characters and broken Unicode are not allowed.")]
    [InlineData("a\nbc", "Control characters and broken Unicode are not allowed.")]
    public void What_is_wrong_with_a_text_is_said(string text, string fault) =>
        Fault(new TextRule(3, 10), text).ShouldBe(fault);

    [Theory]
    [InlineData(0xD83C, 0x20)]
    [InlineData(0xDFAB, 0xD83C)]
    [InlineData(0xD83C, 0xD83C)]
    [InlineData(0x41, 0xFFFE)]
    [InlineData(0xFFFF, 0x41)]
    public void Half_a_character_is_broken_Unicode(int first, int second) =>
        Fault(new TextRule(0, 10), $"{(char)first}{(char)second}")
            .ShouldBe("Control characters and broken Unicode are not allowed.");

    [Fact]
    public void Lines_are_for_texts_that_have_some() =>
        Fault(new TextRule(3, 20) { Lines = true }, "one\r\ntwo").ShouldBeNull();

    [Fact]
    public void What_is_not_there_is_no_fault_of_the_text() =>
        Fault(new TextRule(3, 10), null).ShouldBeNull();

    [Theory]
    [InlineData("ben@b.example")]
    [InlineData("b.o+tag@xn--bcher-kva.example")]
    [InlineData("βεν@παράδειγμα.example")]
    [InlineData("o'brien@b.example")]
    public void Addresses_as_people_have_them_will_do(string email) =>
        Fault(new EmailRule(), email).ShouldBeNull();

    [Fact]
    public void An_address_has_120_characters_at_most()
    {
        var most = $"{new string('b', 60)}@{new string('d', 51)}.example";
        most.Length.ShouldBe(120);

        Fault(new EmailRule(), most).ShouldBeNull();
        Fault(new EmailRule(), most + "e").ShouldBe("Length must be between 5 and 120.");
    }

    [Theory]
    [InlineData("nope", "Not a valid email address.")]
    [InlineData("a@", "Not a valid email address.")]
    [InlineData("ada\u200B@b.example", "Not a valid email address.")]
    [InlineData("\u202Eada@b.example", "Not a valid email address.")]
    [InlineData("", "This field is required.")]
    [InlineData("   ", "Only blanks are not enough.")]
    public void What_is_no_address_is_said_to_be_none_whatever_its_length(string email, string fault) =>
        Fault(new EmailRule(), email).ShouldBe(fault);

    [Theory]
    [InlineData("https://b.example/picture.png?x=1#top", true)]
    [InlineData("http://127.0.0.1:8080/", true)]
    [InlineData("/events/1/poster.svg", true)]
    [InlineData("", true)]
    [InlineData("//evil.example/x", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("ftp://b.example", false)]
    [InlineData("b.example", false)]
    [InlineData("https://", false)]
    public void A_web_address_is_http_or_https_or_of_this_site(string address, bool will) =>
        (Fault(new WebAddressRule(), address) is null).ShouldBe(will);

    private static string? Fault(ValidationAttribute rule, string? text) =>
        rule.GetValidationResult(
            text,
            new ValidationContext(new object()) { MemberName = "Text" }
        )?.ErrorMessage;
}
