using System.CommandLine;
using Seatmate;
using Seatmate.Platform;

var root = new RootCommand("Seatmate: find an event, sit next to friends, each pays their own seat.");
foreach (var command in Modules.Commands())
    root.Subcommands.Add(command);

try
{
    return await root.Parse(args)
        .InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (StartRefusedException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 1;
}
