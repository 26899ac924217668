using Seatmate.Demo;
using Seatmate.Platform;
using Seatmate.Platform.Commands;

namespace Seatmate.Tests.Platform;

public sealed class DataFolderTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seatmate-data-");

    private string Path => System.IO.Path.Combine(folder.FullName, "data");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Only_one_can_have_a_folder_at_a_time()
    {
        using (DataFolder.Claim(Path))
            Should
                .Throw<StartRefusedException>(() => DataFolder.Claim(Path))
                .Message.ShouldContain("Another Seatmate");

        using var next = DataFolder.Claim(Path);
    }

    [Fact]
    public void A_link_to_a_folder_is_that_folder()
    {
        using (DataFolder.Claim(Path)) { }
        var link = System.IO.Path.Combine(folder.FullName, "link");
        Directory.CreateSymbolicLink(link, Path);

        using var data = DataFolder.Claim(System.IO.Path.Combine(link, "inside"));

        data.Path.ShouldBe(System.IO.Path.Combine(DataFolder.WithoutLinks(Path), "inside"));
    }

    [Fact]
    public void A_secret_is_made_once_and_is_for_its_owner_only()
    {
        using var data = DataFolder.Claim(Path);
        data.ReadSecret("key").ShouldBeNull();

        var secret = data.Secret("key");

        secret.Length.ShouldBe(64);
        data.Secret("key").ShouldBe(secret);
        data.Secret("other").ShouldNotBe(secret);
        File.GetUnixFileMode(data.PathOf("secrets", "key")).ShouldBe(OwnerOnly);
        File.GetUnixFileMode(data.PathOf("secrets")).ShouldBe(OwnerOnly | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Demo_data_that_is_brought_later_is_signed_as_the_server_signs()
    {
        using var data = DataFolder.Claim(Path);
        var master = data.Secret(Installation.MasterKey);

        var secrets = SeedDemo.SecretsOf(new Settings { DataFolder = Path });

        secrets.MailKey.ShouldBe(new Secrets(master).MailKey);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("a1b2c3d4")]
    public void A_secret_that_was_cut_short_is_refused(string left)
    {
        using var data = DataFolder.Claim(Path);
        data.Secret("key");
        File.WriteAllText(data.PathOf("secrets", "key"), left);

        Should.Throw<StartRefusedException>(() => data.Secret("key")).Message.ShouldContain("is too short");
    }

    [Fact]
    public void A_file_in_its_place_is_refused_in_a_sentence()
    {
        File.WriteAllText(Path, "");

        Should
            .Throw<StartRefusedException>(() => DataFolder.Claim(Path))
            .Message.ShouldStartWith($"Seatmate cannot use {Path}");
    }
}
