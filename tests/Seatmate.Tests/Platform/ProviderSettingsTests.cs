using Seatmate.Platform;

namespace Seatmate.Tests.Platform;

public sealed class ProviderSettingsTests
{
    [Fact]
    public void Providers_are_read_in_the_order_of_the_page()
    {
        var providers = ProviderSettings.Read(
            "g:s",
            "h:s",
            null,
            "Campus=https://me:p%40ss@login.campus.example/realm Local=http://a:b@localhost:9000"
        );

        providers.Select(provider => provider.Key).ShouldBe(["google", "github", "campus", "local"]);
        var campus = providers[2];
        campus.Issuer.ShouldBe("https://login.campus.example/realm");
        campus.ClientId.ShouldBe("me");
        campus.ClientSecret.ShouldBe("p@ss");
    }

    [Theory]
    [InlineData("Campus")]
    [InlineData("Campus=https://login.campus.example")]
    [InlineData("Campus=https://me@login.campus.example")]
    [InlineData("Campus=http://me:secret@login.campus.example")]
    [InlineData("Campus=ftp://me:secret@login.campus.example")]
    [InlineData("Cam/pus=https://me:secret@login.campus.example")]
    [InlineData("A=https://a:b@c.example A=https://a:b@d.example")]
    public void What_cannot_be_read_refuses_the_start(string text) =>
        Should.Throw<StartRefusedException>(() => ProviderSettings.Read(null, null, null, text));

    [Fact]
    public void A_client_needs_its_secret() =>
        Should
            .Throw<StartRefusedException>(() => ProviderSettings.Read("only-an-id", null, null, null))
            .Message.ShouldStartWith("GOOGLE_CLIENT");
}
