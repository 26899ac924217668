using Seatmate.Platform.Database;

namespace Seatmate.Tests.Platform.Database;

public sealed class FolderCopyTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seatmate-folders-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Of_many_who_claim_a_folder_at_once_one_has_it_and_its_rights_are_those_of_what_is_copied()
    {
        var to = Path.Combine(folder.FullName, "draft");

        var claims = await Race.AtOnce(8, _ => new FolderCopy(_ => { }).ClaimFolder(folder.FullName, to));

        claims.Count(isMine => isMine).ShouldBe(1);
        File.GetUnixFileMode(to).ShouldBe(File.GetUnixFileMode(folder.FullName));
    }
}
