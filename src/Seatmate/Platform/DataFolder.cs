using System.Security.Cryptography;

namespace Seatmate.Platform;

/// <summary> The folder that holds everything Seatmate keeps on this machine. Whoever has an instance is the only
/// living Seatmate on that folder: the lock is the operating system's and goes with the process, however it ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>The folder inside that holds the secrets.</summary>
    public const string Secrets = "secrets";

    private const UnixFileMode OwnerOnlyFolder =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Started as root, PostgreSQL runs as somebody else, who has to get through to its cluster but need not look
    // around.
    private const UnixFileMode OthersMayPass =
        OwnerOnlyFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const int SecretBytes = 32;
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;

    private readonly FileStream claim;

    private DataFolder(string path, FileStream claim)
    {
        Path = path;
        this.claim = claim;
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>Creates the folder if need be and claims it for this process.</summary>
    /// <exception cref="StartRefusedException">It cannot be written to, or another Seatmate is running on
    /// it.</exception>
    public static DataFolder Claim(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        return Writing(
            path,
            () =>
            {
                var held = Lock(path);
                return new DataFolder(WithoutLinks(path), held);
            }
        );
    }

    /// <summary>The path of a file or folder of this name; nothing is created.</summary>
    public string PathOf(params ReadOnlySpan<string> names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>A folder inside, created if need be, that only its owner may enter.</summary>
    public string PrivateFolder(string name) =>
        Writing(
            Path,
            () =>
            {
                var folder = Directory.CreateDirectory(PathOf(name), OwnerOnlyFolder);
                return folder.FullName;
            }
        );

    /// <summary>The secret of this name, or null when there is none yet.</summary>
    public string? ReadSecret(string name) => ReadSecret(Path, name);

    /// <summary>The same of a folder that another process may own.</summary>
    public static string? ReadSecret(string folder, string name)
    {
        var file = System.IO.Path.Combine(folder, Secrets, name);
        var secret = Writing(folder, () => File.Exists(file) ? File.ReadAllText(file).Trim() : null);
        // A key of next to nothing would be everybody's.
        return secret is { Length: < SecretBytes }
            ? throw new StartRefusedException(
                $"The secret {file} is too short: bring it back from a backup, or delete it for a new one to be made."
            )
            : secret;
    }

    /// <summary>The secret of this name, made up (256 random bits in hexadecimal) when there is none yet.</summary>
    public string Secret(string name) =>
        ReadSecret(name)
        ?? WriteSecret(name, RandomNumberGenerator.GetHexString(SecretBytes * 2, lowercase: true));

    /// <summary>Keeps a secret, readable by its owner only. After a crash either the old or the whole new one is
    /// there.</summary>
    public string WriteSecret(string name, string value)
    {
        var file = System.IO.Path.Combine(PrivateFolder(Secrets), name);
        return Writing(
            Path,
            () =>
            {
                var draft = file + ".new";
                File.Delete(draft);
                using (var stream = new FileStream(draft, CreateForOwner()))
                {
                    stream.Write(System.Text.Encoding.UTF8.GetBytes(value));
                    stream.Flush(flushToDisk: true);
                }
                File.Move(draft, file, overwrite: true);
                return value;
            }
        );
    }

    public void Dispose() => claim.Dispose();

    private static FileStream Lock(string path)
    {
        if (!Directory.Exists(path))
            Directory.CreateDirectory(path, OthersMayPass);
        // Root may write anywhere; a folder that was made read-only is nevertheless meant to stay as it is.
        if (!File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserWrite))
            throw new UnauthorizedAccessException("it is read-only");
        try
        {
            return new FileStream(System.IO.Path.Combine(path, "seatmate.lock"), HeldAlone());
        }
        catch (IOException held) when (held.HResult is WouldBlockOnLinux or WouldBlockOnMac)
        {
            throw new StartRefusedException(
                $"Another Seatmate is running on the data folder {path}: stop it, or choose another folder with --data.",
                held
            );
        }
    }

    /// <summary>The one true path: the PostgreSQL of a folder is recognised by it, whichever way led there.</summary>
    public static string WithoutLinks(string path)
    {
        var parent = System.IO.Path.GetDirectoryName(path);
        if (parent is null)
            return path;
        path = System.IO.Path.Combine(WithoutLinks(parent), System.IO.Path.GetFileName(path));
        var target = Directory.Exists(path)
            ? Directory.ResolveLinkTarget(path, returnFinalTarget: false)
            : null;
        return target is null ? path : WithoutLinks(target.FullName);
    }

    private static FileStreamOptions HeldAlone() =>
        new()
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            UnixCreateMode = OwnerOnlyFile,
        };

    private static FileStreamOptions CreateForOwner() =>
        new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnlyFile,
        };

    private static T Writing<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(
                $"Seatmate cannot use {path} as its data folder ({e.Message.TrimEnd('.')}): make it a folder that "
                    + "this user may write to, or choose another with --data.",
                e
            );
        }
    }
}
