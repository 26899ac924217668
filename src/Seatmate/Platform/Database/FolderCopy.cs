namespace Seatmate.Platform.Database;

/// <summary>Copies folders that others may write to meanwhile, with the rights of each file and on to the
/// disk.</summary>
public sealed class FolderCopy(Action<string> progress)
{
    private const int BufferBytes = 1024 * 1024;
    private static readonly TimeSpan SayInterval = TimeSpan.FromSeconds(10);

    private readonly List<string> folders = [];
    private long said = TimeProvider.System.GetTimestamp();

    /// <summary>How what has a name is copied.</summary>
    public enum Way
    {
        Whole,
        Empty,
        Not,
    }

    public long Bytes { get; private set; }

    public static string Mb(long bytes) => $"{bytes / 1_000_000:N0} MB";

    /// <summary>What is gone before its turn is left out: whoever deleted it has logged that.</summary>
    public async Task Folder(string from, string to, Func<string, Way> way, CancellationToken cancel)
    {
        MakeFolder(from, to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            switch (way(entry.Name))
            {
                case Way.Not:
                    break;
                case Way.Empty:
                    MakeFolder(entry.FullName, target);
                    break;
                case Way.Whole:
                    await Whole(entry, target, way, cancel);
                    break;
            }
        }
    }

    /// <summary>Makes a folder that is the maker's alone: false when there is one already, also when somebody makes
    /// it in the same moment. .NET takes a folder that is there for made: so `mkdir` is asked, and waited
    /// for.</summary>
    public async Task<bool> ClaimFolder(string from, string to)
    {
        var mode = Convert.ToString((int)System.IO.File.GetUnixFileMode(from), 8);
        var (exit, output) = await ChildProcess.RunAsync(
            ["mkdir", "-m", mode, to],
            input: null,
            CancellationToken.None
        );
        if (exit == 0)
            folders.Add(to);
        else if (!Path.Exists(to))
            throw new IOException(ChildProcess.LastLine(output));
        return exit == 0;
    }

    public void MakeFolder(string from, string to)
    {
        Directory.CreateDirectory(to, System.IO.File.GetUnixFileMode(from));
        folders.Add(to);
    }

    public async Task File(string from, string to, CancellationToken cancel)
    {
        await using var source = Open(from);
        await Write(source, to, System.IO.File.GetUnixFileMode(source.SafeFileHandle), cancel);
    }

    public async Task Text(string to, string text, CancellationToken cancel)
    {
        using var source = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        await Write(source, to, UnixFileMode.UserRead | UnixFileMode.UserWrite, cancel);
    }

    /// <summary>Files are on the disk already; this is for their names.</summary>
    public Task KeepNames(CancellationToken cancel) => KeepNames(folders, cancel);

    public static async Task KeepNames(IEnumerable<string> folders, CancellationToken cancel)
    {
        var (exit, output) = await ChildProcess.RunAsync(["sync", .. folders], input: null, cancel);
        if (exit != 0)
            throw new IOException(ChildProcess.LastLine(output));
    }

    private async Task Whole(FileSystemInfo entry, string to, Func<string, Way> way, CancellationToken cancel)
    {
        if (entry.LinkTarget is not null)
            throw new IOException(
                $"{entry.FullName} leads out of the folder, which a backup does not follow"
            );
        try
        {
            if (entry is DirectoryInfo)
                await Folder(entry.FullName, to, way, cancel);
            else
                await File(entry.FullName, to, cancel);
        }
        catch (Exception gone)
            when (gone is FileNotFoundException or DirectoryNotFoundException && !Path.Exists(entry.FullName))
        { }
    }

    private async Task Write(Stream source, string to, UnixFileMode mode, CancellationToken cancel)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = mode,
            BufferSize = 0,
        };
        await using var target = new FileStream(to, options);
        await source.CopyToAsync(target, BufferBytes, cancel);
        target.Flush(flushToDisk: true);
        Bytes += target.Length;
        if (TimeProvider.System.GetElapsedTime(said) < SayInterval)
            return;
        said = TimeProvider.System.GetTimestamp();
        progress($"{Mb(Bytes)} copied");
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
