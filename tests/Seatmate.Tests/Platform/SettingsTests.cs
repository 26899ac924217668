using Microsoft.Extensions.Configuration;
using Seatmate.Platform;

namespace Seatmate.Tests.Platform;

public sealed class SettingsTests
{
    [Fact]
    public void Nothing_needs_to_be_set()
    {
        var settings = Read();

        settings.Port.ShouldBe(8080);
        settings.PublicUrl.ShouldBe(new Uri("http://localhost:8080"));
        settings.RateLimits.ShouldBeTrue();
        settings.PasswordHashCost.ShouldBe(12);
        settings.DatabaseUrl.ShouldBeNull();
    }

    [Theory]
    [InlineData("PORT", "abc", "PORT must be a whole number from 0 to 65535, not 'abc'.")]
    [InlineData("PORT", "65536", "PORT must be a whole number from 0 to 65535, not '65536'.")]
    [InlineData(
        "PASSWORD_HASH_COST",
        "3",
        "PASSWORD_HASH_COST must be a whole number from 4 to 16, not '3'."
    )]
    [InlineData("HOLD_SECONDS", "0", "HOLD_SECONDS must be a whole number from 1 to 1800, not '0'.")]
    [InlineData("RATE_LIMITS", "maybe", "RATE_LIMITS must be on or off, not 'maybe'.")]
    [InlineData("JWT_SECRET_KEY", "short", "JWT_SECRET_KEY must have at least 32 characters.")]
    [InlineData(
        "PUBLIC_URL",
        "tickets.example",
        "PUBLIC_URL must be an address that begins with http:// or https://, not 'tickets.example'."
    )]
    [InlineData(
        "VAPID_PRIVATE_KEY",
        "secret",
        "VAPID_PRIVATE_KEY must be 32 bytes in base64url, such as other programs make for web push."
    )]
    [InlineData(
        "VAPID_PRIVATE_KEY",
        "not base64url!",
        "VAPID_PRIVATE_KEY must be 32 bytes in base64url, such as other programs make for web push."
    )]
    [InlineData(
        "VAPID_PRIVATE_KEY",
        "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oQ",
        "VAPID_PRIVATE_KEY must be 32 bytes in base64url, such as other programs make for web push."
    )]
    [InlineData(
        "VAPID_PRIVATE_KEY",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "VAPID_PRIVATE_KEY must be 32 bytes in base64url, such as other programs make for web push."
    )]
    [InlineData(
        "VAPID_PRIVATE_KEY",
        "__________________________________________8",
        "VAPID_PRIVATE_KEY must be 32 bytes in base64url, such as other programs make for web push."
    )]
    [InlineData(
        "VAPID_SUBJECT",
        "ops",
        "VAPID_SUBJECT must be an address that begins with mailto: or https://, not 'ops'."
    )]
    [InlineData(
        "VAPID_SUBJECT",
        "mailto:",
        "VAPID_SUBJECT must be an address that begins with mailto: or https://, not 'mailto:'."
    )]
    [InlineData(
        "VAPID_SUBJECT",
        "http://a.example/",
        "VAPID_SUBJECT must be an address that begins with mailto: or https://, not 'http://a.example/'."
    )]
    public void What_cannot_be_read_refuses_the_start_in_a_sentence(
        string name,
        string value,
        string sentence
    ) => Should.Throw<StartRefusedException>(() => Read((name, value))).Message.ShouldBe(sentence);

    [Fact]
    public void A_refusal_does_not_show_the_secret() =>
        Should
            .Throw<StartRefusedException>(() => Read(("JWT_SECRET_KEY", "zebra")))
            .Message.ShouldNotContain("zebra");

    [Fact]
    public void Nor_does_that_of_a_key_for_pushes() =>
        Should
            .Throw<StartRefusedException>(() => Read(("VAPID_PRIVATE_KEY", "zebra")))
            .Message.ShouldNotContain("zebra");

    [Fact]
    public void Nor_does_that_of_a_mail_server() =>
        Should
            .Throw<StartRefusedException>(() => Read(("SMTP_URL", "smtps://me:zebra@mail.example")))
            .Message.ShouldBe("SMTP_URL must be an address that begins with smtp://.");

    [Theory]
    [InlineData("https://shop.example/path")]
    [InlineData("https://shop.example?path")]
    [InlineData("https://me@shop.example")]
    [InlineData("ftp://shop.example")]
    [InlineData("*")]
    public void What_is_more_or_less_than_an_origin_is_none(string origin)
    {
        foreach (var name in new[] { "CORS_ORIGINS", "PUSH_SERVICES" })
            Should
                .Throw<StartRefusedException>(() => Read((name, origin)))
                .Message.ShouldStartWith($"{name} holds '{origin}', which is not an origin");
    }

    [Fact]
    public void A_sender_is_an_address_without_a_name() =>
        Should
            .Throw<StartRefusedException>(() => Read(("MAIL_FROM", "Me <me@example.org>")))
            .Message.ShouldBe("MAIL_FROM must be a mail address, not 'Me <me@example.org>'.");

    [Fact]
    public void An_empty_value_is_none()
    {
        Read(("DATABASE_URL", "")).DatabaseUrl.ShouldBeNull();
        Read(("PORT", "")).Port.ShouldBe(8080);
    }

    [Fact]
    public void Origins_are_told_apart_by_commas_or_blanks() =>
        Read(("CORS_ORIGINS", "https://a.example/, https://b.example  https://c.example"))
            .CorsOrigins.ShouldBe(["https://a.example", "https://b.example", "https://c.example"]);

    [Fact]
    public void Another_port_moves_the_public_address_unless_it_was_set()
    {
        Read(("PORT", "9000")).PublicUrl.ShouldBe(new Uri("http://localhost:9000"));
        Read(("PORT", "9000"), ("PUBLIC_URL", "https://tickets.example"))
            .PublicUrl.ShouldBe(new Uri("https://tickets.example"));
    }

    [Fact]
    public void Demo_people_live_where_nobody_else_comes_unless_they_are_asked_in()
    {
        Read().Demo.ShouldBeTrue();
        Read(("PUBLIC_URL", "https://tickets.example")).Demo.ShouldBeFalse();
        Read(("SMTP_URL", "smtp://mail.example")).Demo.ShouldBeFalse();
        Read(("SMTP_URL", "smtp://mail.example"), ("DEMO", "on")).Demo.ShouldBeTrue();
    }

    private static Settings Read(params (string Name, string Value)[] settings) =>
        Settings.From(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.ToDictionary(each => each.Name, each => (string?)each.Value))
                .Build()
        );
}
