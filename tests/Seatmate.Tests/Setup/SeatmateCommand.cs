using System.Diagnostics;

namespace Seatmate.Tests;

/// <summary>A command of the program in a process of its own, to its end.</summary>
internal static class SeatmateCommand
{
    public static async Task<(int Exit, string Output, string Errors)> Run(
        string folder,
        (string Name, string Value)[] settings,
        params string[] command
    )
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "seatmate.dll"), .. command]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        start.Environment.Remove("DATABASE_URL");
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output).Trim(), errors.Trim());
    }

    /// <summary>What it says, in one line, about why it cannot be done.</summary>
    public static async Task<string> Refusal(
        string folder,
        (string Name, string Value)[] settings,
        params string[] command
    )
    {
        var (exit, _, errors) = await Run(folder, settings, command);
        exit.ShouldBe(1, errors);
        errors.Split('\n').Length.ShouldBe(1, errors);
        return errors;
    }
}
