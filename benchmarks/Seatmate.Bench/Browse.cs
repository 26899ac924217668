using System.Collections.Concurrent;
using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Seatmate.Bench;

/// <summary>`bench browse`: how many look at lists, an event and its availability, alone and while 64 others buy the same
/// event's tickets; beside it, in the same run, what the web server can do at most, and what the sale reaches when
/// nobody looks.</summary>
public static class Browse
{
    private const long Capacity = 10_000_000;
    private const int EventsListed = 30;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static Command Command()
    {
        var seconds = Number("--seconds", 5, "How long each part lasts.");
        var readers = Number("--readers", 64, "How many look at once.");
        var buyers = Number("--buyers", 64, "How many buy at once.");
        var json = new Option<bool>("--json") { Description = "Print one object on the last line." };
        var command = new Command("browse", "Read public pages, alone and beside a sale.")
        {
            seconds,
            readers,
            buyers,
            json,
        };
        command.SetAction(
            async (arguments, _) =>
            {
                var result = await Measure(
                    arguments.GetValue(readers),
                    arguments.GetValue(buyers),
                    TimeSpan.FromSeconds(arguments.GetValue(seconds))
                );
                Print(result);
                if (arguments.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(result));
                return result.errors == 0 ? 0 : 1;
            }
        );
        return command;
    }

    // The names are those of the JSON that is printed.
    private sealed record Result(
        int readers,
        int buyers,
        double plain_get_per_s,
        double sale_alone_per_s,
        IReadOnlyDictionary<string, PageResult> pages,
        int errors,
        int errors_5xx
    );

    private sealed record PageResult(
        double alone_per_s,
        double ratio_to_plain_get,
        double p99_ms,
        double beside_sale_per_s,
        double beside_sale_ratio,
        double beside_sale_p99_ms,
        double sale_beside_per_s
    );

    private static async Task<Result> Measure(int readers, int buyers, TimeSpan duration)
    {
        OnSale.Say("Plain JSON GET, the limit of the web server");
        var plain = await MeasurePlain(readers, duration);
        OnSale.Say("A fresh Seatmate");
        await using var shop = await Shop.Open(buyers, Capacity);
        await ListMore(shop);
        var (sales, runs) = (0, new ConcurrentBag<LoadResult>());
        // Before anything is sold: what a sale leaves to do afterwards would be measured with them.
        var alone = new Dictionary<string, LoadResult>();
        foreach (var (name, path) in Pages(shop))
        {
            OnSale.Say($"{name}, alone");
            await Read(path, WarmUp);
            alone[name] = await Read(path, duration);
        }
        OnSale.Say("The sale, nobody looks");
        await Sell(WarmUp);
        var unwatched = await Sell(duration);
        var pages = new Dictionary<string, PageResult>();
        foreach (var (name, path) in Pages(shop))
        {
            OnSale.Say($"{name}, beside the sale");
            var sale = Sell(duration);
            var beside = await Read(path, duration);
            pages[name] = Compare(alone[name], beside, await sale, plain);
        }
        var errors = Errors.In(runs);
        return new(readers, buyers, Math.Round(plain), Rate(unwatched, 201), pages, errors.All, errors.Of5xx);

        Task<LoadResult> Sell(TimeSpan time)
        {
            var sale = ++sales;
            return Kept(
                Load.Run(
                    shop.Server.Port,
                    buyers,
                    time,
                    (buyer, turn) => OnSale.Order(shop, buyer, $"{sale}.{turn}")
                )
            );
        }

        Task<LoadResult> Read(string path, TimeSpan time)
        {
            var request = LoadClient.Get(path, accept: "gzip, deflate, br");
            return Kept(Load.Run(shop.Server.Port, readers, time, (_, _) => request));
        }

        async Task<LoadResult> Kept(Task<LoadResult> run)
        {
            runs.Add(await run);
            return await run;
        }
    }

    private static (string Name, string Path)[] Pages(Shop shop) =>
        [
            ("list", "/events?sort=date&limit=20"),
            ("event", $"/events/{shop.EventIds[0]}"),
            ("availability", $"/events/{shop.EventIds[0]}/availability"),
        ];

    private static PageResult Compare(LoadResult alone, LoadResult beside, LoadResult sale, double plain) =>
        new(
            Rate(alone, 200),
            Math.Round(Rate(alone, 200) / plain, 3),
            Math.Round(alone.Percentile(0.99), 2),
            Rate(beside, 200),
            Math.Round(Rate(beside, 200) / plain, 3),
            Math.Round(beside.Percentile(0.99), 2),
            Rate(sale, 201)
        );

    private static double Rate(LoadResult result, int status) =>
        Math.Round(result.Of(status) / result.Took.TotalSeconds);

    private static async Task<double> MeasurePlain(int readers, TimeSpan duration)
    {
        await using var server = await PlainServer.Start();
        var request = LoadClient.Get("/plain", accept: "gzip, deflate, br");
        await Load.Run(server.Port, readers, WarmUp / 2, (_, _) => request);
        return (await Load.Run(server.Port, readers, duration, (_, _) => request)).PerSecond;
    }

    /// <summary>So that a page of the list is a full one.</summary>
    private static async Task ListMore(Shop shop)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", shop.Tokens[^1]);
        for (var number = 1; number <= EventsListed; number++)
        {
            var listing = new
            {
                title = $"Evening {number}",
                description = "One of many.",
                date = TimeProvider.System.GetUtcNow().AddDays(number).ToString("O"),
                ticket_price = 12.5m,
            };
            var address = new Uri($"http://127.0.0.1:{shop.Server.Port}/events");
            using var answer = await http.PostAsJsonAsync(address, listing);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static Option<int> Number(string name, int standard, string text) =>
        new(name) { DefaultValueFactory = _ => standard, Description = text };

    private static void Print(Result result)
    {
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}"
        );
        Console.WriteLine($"plain Kestrel JSON GET       {result.plain_get_per_s, 10:N0} /s");
        Console.WriteLine($"the sale, nobody looks       {result.sale_alone_per_s, 10:N0} orders/s");
        foreach (var (name, page) in result.pages)
        {
            Console.WriteLine(
                $"{name, -14} alone         {page.alone_per_s, 10:N0} /s, {page.ratio_to_plain_get} of plain GET, p99 {page.p99_ms} ms"
            );
            Console.WriteLine(
                $"{name, -14} beside a sale {page.beside_sale_per_s, 10:N0} /s, {page.beside_sale_ratio} of plain GET, p99 {page.beside_sale_p99_ms} ms; the sale {page.sale_beside_per_s:N0} orders/s"
            );
        }
        Console.WriteLine($"{result.errors} errors");
    }
}
