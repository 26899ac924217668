namespace Seatmate.Platform.Database;

/// <summary>What PostgreSQL writes down, kept small: one file of at most a few megabytes, and the one before
/// it.</summary>
internal sealed class PostgresLog(string path) : IDisposable
{
    private const long BytesMax = 8 * 1024 * 1024;
    private static readonly TimeSpan TrimInterval = TimeSpan.FromHours(1);

    private Timer? timer;
    private long mark;

    public string Path => path;

    /// <summary>Makes sure that there is a log of bearable size, and remembers its end for <see
    /// cref="SinceMark"/>.</summary>
    public void Mark()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var file = new FileStream(path, options))
            mark = file.Length;
        Trim();
    }

    public void KeepSmall() => timer = new Timer(_ => Trim(), state: null, TrimInterval, TrimInterval);

    public string SinceMark()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Math.Min(mark, file.Length);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    public void Dispose() => timer?.Dispose();

    // PostgreSQL appends to the file it has opened, so the file is emptied in place instead of being moved away.
    private void Trim()
    {
        try
        {
            if (new FileInfo(path).Length <= BytesMax)
                return;
            File.Copy(path, path + ".1", overwrite: true);
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(0);
            mark = 0;
        }
        catch (IOException)
        {
            // A full disk, most likely. The log is not worth failing for; the next hour tries again.
        }
    }
}
