namespace Seatmate.Tests;

/// <summary>The source that these tests were built from: some of them read it.</summary>
public static class Source
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Seatmate.slnx")))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new InvalidOperationException("The tests run outside of their source.");
    }
}
