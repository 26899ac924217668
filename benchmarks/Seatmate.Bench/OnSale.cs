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
    private const int Seats = 50_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WarmUpOfPlain = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan UntilKnown = TimeSpan.FromSeconds(1);
    private static readonly int[] Connections = [1, 8, 32, 64];

    private sealed record Wanted(
        int Seconds,
        int Buyers,
        SaleMode Mode,
        int HotSeats,
        int Processes,
        int Through,
        int Events,
        int FlushDelay
    )
    {
        public int EventsOnSale => Mode == SaleMode.Seats ? 1 : Events;
        public TimeSpan Duration => TimeSpan.FromSeconds(Seconds);
    }

    public static Command Command()
    {
        var seconds = Number("--seconds", 10, "How long the sale lasts.");
        var buyers = Number("--buyers", 64, "How many buy at once.");
        var mode = new Option<SaleMode>("--mode")
        {
            DefaultValueFactory = _ => SaleMode.Attending,
            Description =
                "How they buy: attending, section (hold, then order), guests (the same without accounts), paid (by guests, until it is confirmed), seats, or holds alone.",
        };
        var hot = Number("--hot", 0, "With seats: everybody wants one of so many; 0 for all 50,000.");
        var processes = Number("--processes", 1, "How many servers share the database.");
        var through = Number("--through", int.MaxValue, "Of how many of them the buyers know.");
        var events = Number(
            "--events",
            1,
            "How many events they want, each buyer one of them; with seats one."
        );
        var flushDelay = Number(
            "--flush-delay",
            0,
            "By how many microseconds each flush takes longer, as on another disk."
        );
        var json = new Option<bool>("--json") { Description = "Print one object on the last line." };
        var command = new Command("on-sale", "Sell one section to everybody at once.")
        {
            seconds,
            buyers,
            mode,
            hot,
            processes,
            through,
            events,
            flushDelay,
            json,
        };
        command.SetAction(
            async (arguments, _) =>
            {
                var result = await Measure(
                    new(
                        arguments.GetValue(seconds),
                        arguments.GetValue(buyers),
                        arguments.GetValue(mode),
                        arguments.GetValue(hot),
                        arguments.GetValue(processes),
                        arguments.GetValue(through),
                        arguments.GetValue(events),
                        arguments.GetValue(flushDelay)
                    )
                );
                result.Print();
                if (arguments.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(result));
                return result.violations == 0 && result.errors == 0 ? 0 : 1;
            }
        );
        return command;
    }

    internal static Option<int> Number(string name, int otherwise, string description) =>
        new(name) { DefaultValueFactory = _ => otherwise, Description = description };

    internal static void Say(string phase) => Console.Error.WriteLine($"{phase} …");

    internal static byte[] Order(Shop shop, int buyer, string turn) => Purchases.Attend(shop, buyer, turn);

    private static async Task<SaleResult> Measure(Wanted wanted)
    {
        Say("Plain JSON POST, the limit of the web server");
        var plain = await MeasurePlain(wanted.Buyers, wanted.Duration / 2);
        Say("A fresh Seatmate");
        await using var shop = await Shop.Open(
            wanted.Buyers,
            Capacity,
            wanted.Processes,
            wanted.EventsOnSale,
            wanted.FlushDelay,
            wanted.Mode == SaleMode.Paid ? 10 : 0
        );
        Say("Purchases one by one, the limit of a transaction each");
        var oneByOne = await OneByOne.Measure(shop.Database, wanted.Duration / 2, Connections);
        await PutSeats(shop, wanted.Mode);
        Say("Warming up");
        var warmUp = await Sell(shop, wanted, "warm-up", WarmUp * wanted.Processes);
        await PutSeats(shop, wanted.Mode);
        Say("The machine");
        var machine = Machine.Look(TimeSpan.FromMicroseconds(wanted.FlushDelay));
        Say("The sale");
        var (cpu, ofPostgres) = (shop.Cpu, shop.Postgres.Used());
        var sale = await Sell(shop, wanted, "sale", wanted.Duration);
        (cpu, ofPostgres) = (shop.Cpu - cpu, shop.Postgres.Used() - ofPostgres);
        var memory = shop.Server.MemoryMiB;
        var refusals = await Refuse(shop, wanted);
        Say("The proof");
        return SaleResult.Of(
            wanted.Mode,
            wanted.Buyers,
            wanted.Processes,
            sale,
            refusals,
            plain,
            oneByOne,
            (cpu, ofPostgres),
            machine,
            memory,
            Errors.In(warmUp, sale, refusals),
            await Violations(shop)
        );
    }

    /// <summary>Fresh ones for the sale: those of the warm-up are gone.</summary>
    private static Task PutSeats(Shop shop, SaleMode mode) =>
        mode == SaleMode.Seats ? shop.PutSeats(Seats) : Task.CompletedTask;

    private static Task<LoadResult> Sell(Shop shop, Wanted wanted, string round, TimeSpan duration) =>
        Load.Run(
            shop.Ports[..Math.Min(wanted.Through, wanted.Processes)],
            wanted.Buyers,
            duration,
            new Purchases(shop, wanted.Mode, wanted.HotSeats, round).Buy
        );

    /// <summary>The same buyers, once nothing is left; of seats each is asked for by itself, so that there is nothing to
    /// measure.</summary>
    private static async Task<LoadResult> Refuse(Shop shop, Wanted wanted)
    {
        if (wanted.Mode == SaleMode.Seats)
            return new(TimeSpan.FromSeconds(1), new Dictionary<int, int>(), []);
        Say("Sold out");
        await shop.SellOut();
        await Task.Delay(UntilKnown);
        return await Load.Run(
            shop.Ports,
            wanted.Buyers,
            wanted.Duration / 2,
            (client, buyer, _) => client.Send(Purchases.Attend(shop, buyer, null))
        );
    }

    private static async Task<double> MeasurePlain(int buyers, TimeSpan duration)
    {
        await using var server = await PlainServer.Start();
        var request = LoadClient.Post(
            "/plain",
            null,
            """{"totalTickets":1,"seatSection":"General Admission"}"""
        );
        await Load.Run(server.Port, buyers, WarmUpOfPlain, (_, _) => request);
        return (await Load.Run(server.Port, buyers, duration, (_, _) => request)).PerSecond;
    }

    internal static async Task<int> Violations(Shop shop)
    {
        var services = new ServiceCollection();
        Modules.AddAll(services);
        var invariants = services.Select(service => service.ImplementationInstance).OfType<Invariant>();
        var findings = await new Doctor(shop.Database, invariants).Examine(CancellationToken.None);
        foreach (var violation in findings.SelectMany(finding => finding.Violations).Take(5))
            Console.Error.WriteLine(violation);
        return findings.Sum(finding => finding.Violations.Count);
    }
}
