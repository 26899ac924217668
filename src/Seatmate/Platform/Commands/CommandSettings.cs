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

    public static readonly Option<string?> Port = new("--port") { Description = "Port to listen on (8080)." };

    public static Settings Read(ParseResult arguments)
    {
        try
        {
            return Settings.From(
                new ConfigurationBuilder()
                    .SetBasePath(AppContext.BaseDirectory)
                    .AddJsonFile("appsettings.json", optional: true)
                    .AddInMemoryCollection(DotEnv(Path.Combine(Environment.CurrentDirectory, ".env")))
                    .AddEnvironmentVariables()
                    .AddInMemoryCollection(Typed(arguments))
                    .Build()
            );
        }
        catch (Exception error)
            when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new StartRefusedException($"The settings cannot be read: {error.Message}", error);
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Typed(ParseResult arguments)
    {
        foreach (var (name, option) in new[] { ("DATA", Data), ("PORT", Port) })
            if (arguments.GetValue(option) is { Length: > 0 } value)
                yield return new(name, value);
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
