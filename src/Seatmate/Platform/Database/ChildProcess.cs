using System.ComponentModel;
using System.Diagnostics;

namespace Seatmate.Platform.Database;

/// <summary>Runs a program to its end and keeps what it says.</summary>
internal static class ChildProcess
{
    public static async Task<(int Exit, string Output)> RunAsync(
        string[] command,
        string? input,
        CancellationToken cancellation
    )
    {
        using var process = new Process { StartInfo = Quiet(command) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new StartRefusedException(
                $"The program `{command[0]}` is missing, which starting as root needs: install it "
                    + "(`apt-get install util-linux coreutils`), or start Seatmate as an ordinary user.",
                e
            );
        }

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await TellAsync(process, input, cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    private static async Task TellAsync(Process process, string? input, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without listening; its exit code and its words say why.
        }
    }

    // Nothing of Seatmate's environment (it may hold secrets, and PGDATA and its kin have meanings of their own) is
    // passed on.
    private static ProcessStartInfo Quiet(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var path = start.Environment.TryGetValue("PATH", out var found)
            ? found
            : "/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    public static string LastLine(string output) =>
        output
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault("no reason given");
}
