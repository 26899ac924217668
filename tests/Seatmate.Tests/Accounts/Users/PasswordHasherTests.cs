using Seatmate.Accounts.Users;
using Seatmate.Platform;

namespace Seatmate.Tests.Accounts.Users;

public sealed class PasswordHasherTests : IDisposable
{
    private readonly PasswordHasher hasher = new(new Settings { PasswordHashCost = 4 });

    [Fact]
    public async Task A_password_is_right_only_as_a_whole()
    {
        var password = new string('a', 100) + "\0" + "1";
        var hash = await hasher.Hash(password, CancellationToken.None);

        (await hasher.Verify(password, hash, CancellationToken.None)).ShouldBeTrue();
        (await hasher.Verify(password + "x", hash, CancellationToken.None)).ShouldBeFalse();
        (await hasher.Verify(password[..^1] + "2", hash, CancellationToken.None)).ShouldBeFalse();
        (await hasher.Verify(password[..80], hash, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_same_password_never_hashes_to_the_same_text()
    {
        var hashes = new[]
        {
            await hasher.Hash(Cast.Password, CancellationToken.None),
            await hasher.Hash(Cast.Password, CancellationToken.None),
        };

        hashes[0].ShouldNotBe(hashes[1]);
        hashes[0].ShouldStartWith("$2");
        hashes[0].ShouldContain("$04$");
    }

    [Fact]
    public async Task Nobody_has_no_password_at_all()
    {
        foreach (var password in new[] { "", "nobody has this password", Cast.Password })
            (await hasher.Verify(password, null, CancellationToken.None)).ShouldBeFalse();
    }

    public void Dispose() => hasher.Dispose();
}
