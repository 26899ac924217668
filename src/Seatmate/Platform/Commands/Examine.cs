using System.CommandLine;

namespace Seatmate.Platform.Commands;

/// <summary>`seatmate doctor`: proves the invariants; exit code 1 when one is broken.</summary>
public static class Examine
{
    public static Command Command(Action<IServiceCollection> addModules)
    {
        var command = new Command(
            "doctor",
            "Prove that the data is sound: nothing oversold, the books add up, no gap in the invoices."
        )
        {
            CommandSettings.Data,
        };
        command.SetAction(
            async (arguments, cancel) =>
            {
                await using var database = await Borrowed.NewestDatabase(
                    CommandSettings.Read(arguments),
                    cancel
                );
                var services = new ServiceCollection();
                addModules(services);
                var invariants = services
                    .Select(service => service.ImplementationInstance)
                    .OfType<Invariant>();
                var findings = await new Doctor(database.Source, invariants).Examine(cancel);
                foreach (var finding in findings)
                    Print(finding);
                var violations = findings.Sum(finding => finding.Violations.Count);
                Console.WriteLine(
                    violations == 0 ? $"Sound: {findings.Count} invariants hold" : $"{violations} violations"
                );
                return violations == 0 ? 0 : 1;
            }
        );
        return command;
    }

    private static void Print(Doctor.Finding finding)
    {
        Console.WriteLine($"{(finding.Violations.Count == 0 ? "ok  " : "FAIL")}  {finding.Invariant}");
        foreach (var violation in finding.Violations)
            Console.WriteLine($"      {violation}");
    }
}
