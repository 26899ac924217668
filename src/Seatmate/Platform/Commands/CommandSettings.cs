using System.CommandLine;

namespace Seatmate.Platform.Commands;

/// <summary>The settings of a command: options, then the environment, then `.env` in the current folder, then
/// appsettings.json beside the program.</summary>
public static class CommandSettings
{
    public static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder that holds everything kept (./data).",
    };

    public static Settings Read(ParseResult arguments)
    {
        var configuration = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddInMemoryCollection(DotEnv(Path.Combine(Environment.CurrentDirectory, ".env")))
            .AddEnvironmentVariables()
            .Build();
        var settings = Settings.From(configuration);
        return arguments.GetValue(Data) is { } data ? settings with { DataFolder = data } : settings;
    }

    /// <summary>NAME=value lines; # starts a comment, quotes around a value are taken off.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> DotEnv(string path)
    {
        if (!File.Exists(path))
            yield break;
        foreach (var line in File.ReadLines(path).Select(line => line.Trim()))
        {
            if (line.StartsWith('#') || line.Split('=', 2) is not [var name, var value])
                continue;
            yield return new(name.Trim(), value.Trim().Trim('"', '\''));
        }
    }
}
