using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Seatmate.Notifications.Push;

namespace Seatmate.Tests.Notifications.Push;

public sealed class BrowserKeysTests
{
    private const string BrowserPublic =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

    [Fact]
    public void A_record_is_coded_as_RFC_8188_shows_it()
    {
        var coded = ContentCoding.Encode(
            "I am the walrus"u8,
            Bytes("yqdlZ-tYemfogSmv7Ws5PQ"),
            Bytes("I1BsxtFttlv3u_Oo94xnmw"),
            keyId: []
        );

        Base64Url
            .EncodeToString(coded)
            .ShouldBe("I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg");
    }

    [Fact]
    public void A_message_is_encrypted_as_RFC_8291_shows_it()
    {
        var point = Bytes(
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
        );
        using var own = ECDiffieHellman.Create(
            Curves.Parameters(point, Bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
        );
        var keys = new BrowserKeys(Bytes(BrowserPublic), Bytes("BTBZMqHH6r4Tts7J_aSIgg"));

        var coded = keys.Encrypt(
            Encoding.ASCII.GetBytes("When I grow up, I want to be a watermelon"),
            own,
            Bytes("DGv6ra1nlYgDCS1FRnbzlw")
        );

        Base64Url
            .EncodeToString(coded)
            .ShouldBe(
                "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
                    + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
                    + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
            );
    }

    [Fact]
    public void Whatever_is_said_is_encrypted_anew_each_time_and_never_longer_than_services_take()
    {
        var keys = new BrowserKeys(Bytes(BrowserPublic), Bytes("BTBZMqHH6r4Tts7J_aSIgg"));
        var longest = new byte[ContentCoding.PlaintextBytesMax];

        var (one, other) = (keys.Encrypt(longest), keys.Encrypt(longest));

        one.Length.ShouldBe(4096);
        one.ShouldNotBe(other);
        Should.Throw<ArgumentException>(() => keys.Encrypt(new byte[longest.Length + 1]));
    }

    [Fact]
    public void Keys_that_are_no_point_of_the_curve_or_too_short_are_not_usable()
    {
        var auth = new byte[16];
        new BrowserKeys(Bytes(BrowserPublic), auth).AreUsable().ShouldBeTrue();

        new BrowserKeys(Bytes(BrowserPublic), auth[1..]).AreUsable().ShouldBeFalse();
        new BrowserKeys(Bytes(BrowserPublic)[..^1], auth).AreUsable().ShouldBeFalse();
        new BrowserKeys([4, .. new byte[64]], auth).AreUsable().ShouldBeFalse();
        var off = Bytes(BrowserPublic);
        off[^1] ^= 1;
        new BrowserKeys(off, auth).AreUsable().ShouldBeFalse();
    }

    private static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text);
}
