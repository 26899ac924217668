using System.CommandLine;
using System.Text.Json;
using Seatmate.Platform;

namespace Seatmate.Bench;

/// <summary>`bench on-sale`: everybody buys from one section at once, through HTTP, durable; beside it, in the same
/// run, what the web server and the database can do at most; at the end the proof that nothing was
/// oversold.</summary>
public static class OnSale
{
    private const long Capacity = 10_000_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly int[] Connections = [1, 8, 32, 64];

    public static Command Command()
    {
        var seconds = new Option<int>("--seconds")
        {
            DefaultValueFactory = _ => 10,
            Description = "How long the sale lasts.",
        };
        var buyers = new Option<int>("--buyers")
        {
            DefaultValueFactory = _ => 64,
            Description = "How many buy at once.",
        };
        var json = new Option<bool>("--json") { Description = "Print one object on the last line." };
        var command = new Command("on-sale", "Sell one section to everybody at once.")
        {
            seconds,
            buyers,
            json,
        };
        command.SetAction(
            async (arguments, _) =>
            {
                var result = await Measure(
                    arguments.GetValue(buyers),
                    TimeSpan.FromSeconds(arguments.GetValue(seconds))
                );
                Print(result);
                if (arguments.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(result));
                return result.violations == 0 && result.errors_5xx == 0 ? 0 : 1;
            }
        );
        return command;
    }

    // The names are those of the JSON that is printed.
    private sealed record Result(
        int buyers,
        double orders_per_s,
        double p50_ms,
        double p95_ms,
        double p99_ms,
        double ratio_to_plain_post,
        double ratio_to_one_by_one,
        int errors_5xx,
        int refused,
        int violations,
        double plain_post_per_s,
        IReadOnlyDictionary<int, double> one_by_one_per_s,
        double server_cpu_ms_per_order,
        long server_memory_mib
    );

    private static async Task<Result> Measure(int buyers, TimeSpan duration)
    {
        Say("Plain JSON POST, the limit of the web server");
        var plain = await MeasurePlain(buyers, duration);
        Say("A fresh Seatmate");
        await using var shop = await Shop.Open(buyers, Capacity);
        Say("Purchases one by one, the limit of a transaction each");
        var oneByOne = await OneByOne.Measure(shop.Database, duration / 2, Connections);
        Say("Warming up");
        await Load.Run(shop.Server.Port, buyers, WarmUp, (buyer, turn) => Order(shop, buyer, $"{-1 - turn}"));
        Say("The sale");
        var cpu = shop.Server.Cpu;
        var sale = await Load.Run(
            shop.Server.Port,
            buyers,
            duration,
            (buyer, turn) => Order(shop, buyer, $"{turn}")
        );
        cpu = shop.Server.Cpu - cpu;
        var memory = shop.Server.MemoryMiB;
        Say("The proof");
        var violations = await Violations(shop);
        var rate = sale.Of(201) / sale.Took.TotalSeconds;
        return new(
            buyers,
            Math.Round(rate),
            Math.Round(sale.Percentile(0.5), 2),
            Math.Round(sale.Percentile(0.95), 2),
            Math.Round(sale.Percentile(0.99), 2),
            Math.Round(rate / plain, 3),
            Math.Round(rate / oneByOne.Values.Max(), 2),
            sale.Errors5xx,
            sale.Of(409),
            violations,
            Math.Round(plain),
            oneByOne.ToDictionary(pair => pair.Key, pair => Math.Round(pair.Value)),
            Math.Round(cpu.TotalMilliseconds / Math.Max(1, sale.Of(201)), 4),
            memory
        );
    }

    internal static void Say(string phase) => Console.Error.WriteLine($"{phase} …");

    internal static byte[] Order(Shop shop, int buyer, string turn) =>
        LoadClient.Post(
            $"/events/{shop.EventId}/attending",
            shop.Tokens[buyer],
            """{"total_tickets":1,"seat_section":"General Admission"}""",
            $"{buyer}.{turn}"
        );

    private static async Task<double> MeasurePlain(int buyers, TimeSpan duration)
    {
        await using var server = await PlainServer.Start();
        var request = LoadClient.Post(
            "/plain",
            null,
            """{"totalTickets":1,"seatSection":"General Admission"}"""
        );
        await Load.Run(server.Port, buyers, WarmUp, (_, _) => request);
        return (await Load.Run(server.Port, buyers, duration / 2, (_, _) => request)).PerSecond;
    }

    private static async Task<int> Violations(Shop shop)
    {
        var services = new ServiceCollection();
        Modules.AddAll(services);
        var invariants = services.Select(service => service.ImplementationInstance).OfType<Invariant>();
        var findings = await new Doctor(shop.Database, invariants).Examine(CancellationToken.None);
        return findings.Sum(finding => finding.Violations.Count);
    }

    private static void Print(Result result)
    {
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}"
        );
        Console.WriteLine($"plain Kestrel JSON POST      {result.plain_post_per_s, 10:N0} /s");
        foreach (var (connections, rate) in result.one_by_one_per_s)
            Console.WriteLine($"one by one, {connections, 3} connections {rate, 10:N0} /s");
        Console.WriteLine($"orders, {result.buyers, 4} buyers         {result.orders_per_s, 10:N0} /s");
        Console.WriteLine($"  p50 {result.p50_ms} ms, p95 {result.p95_ms} ms, p99 {result.p99_ms} ms");
        Console.WriteLine(
            $"  {result.ratio_to_plain_post} of plain POST, {result.ratio_to_one_by_one} times one by one"
        );
        Console.WriteLine(
            $"  {result.server_cpu_ms_per_order} ms of the server's processor an order, {result.server_memory_mib} MiB"
        );
        Console.WriteLine(
            $"  {result.errors_5xx} errors, {result.refused} refused, {result.violations} violations"
        );
    }
}
