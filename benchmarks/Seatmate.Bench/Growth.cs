using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Npgsql;

namespace Seatmate.Bench;

/// <summary>`bench growth`: the same sale with more and more sold tickets in the database; what an order costs should
/// stay what it was. As a machine's speed changes by the minute, a second shop beside, which never has more than the
/// fewest, sells in turns with it.</summary>
public static class Growth
{
    private const long Capacity = 10_000_000;
    private const int Buyers = 64;
    private const int RowsAtOnce = 200_000;

    /// <summary>Among so many, nobody has as many tickets as one person may ever have.</summary>
    private const int Guests = 20_000;

    /// <summary>In how many turns a sale is measured; the one in the middle counts.</summary>
    private const int Turns = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AFew = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CalmWithin = TimeSpan.FromMinutes(10);

    public static Command Command()
    {
        var seconds = OnSale.Number("--seconds", 5, "How long each sale lasts.");
        var rows = new Option<long[]>("--rows")
        {
            DefaultValueFactory = _ => [10_000, 100_000, 1_000_000, 10_000_000],
            AllowMultipleArgumentsPerToken = true,
            Description = "How many tickets are sold before each sale.",
        };
        var plot = new Option<string?>("--plot") { Description = "A file for a picture of it (SVG)." };
        var json = new Option<bool>("--json") { Description = "Print one object on the last line." };
        var command = new Command("growth", "Repeat a sale with more and more sold tickets.")
        {
            seconds,
            rows,
            plot,
            json,
        };
        command.SetAction(
            async (arguments, cancel) =>
            {
                var result = await Measure(
                    arguments.GetValue(rows)!,
                    TimeSpan.FromSeconds(arguments.GetValue(seconds))
                );
                if (arguments.GetValue(plot) is { } file)
                    await File.WriteAllTextAsync(
                        file,
                        GrowthPlot.Draw(result.rows, result.times_that_of_fewest),
                        cancel
                    );
                if (arguments.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(result));
                return result.violations == 0 && result.errors == 0 ? 0 : 1;
            }
        );
        return command;
    }

    // The names are those of the JSON that is printed.
    private sealed record Result(
        long[] rows,
        double[] cpu_ms_per_order,
        double[] cpu_ms_per_order_of_fewest,
        double[] times_that_of_fewest,
        double[] orders_per_s,
        double last_to_first,
        int errors,
        int errors_5xx,
        int violations
    );

    private static async Task<Result> Measure(long[] rows, TimeSpan duration)
    {
        await using var fewest = await Shop.Open(Buyers, Capacity);
        await using var shop = await Shop.Open(Buyers, Capacity);
        List<LoadResult> runs = [await Sell(fewest, "warm-up", WarmUp), await Sell(shop, "warm-up", WarmUp)];
        runs.Add(await Empty(shop, "first"));
        var stages = new List<Turn>();
        foreach (var count in rows)
        {
            OnSale.Say($"{count:N0} sold tickets");
            runs.Add(await Empty(fewest, $"{count}"));
            await Fill(fewest, rows[0]);
            await Fill(shop, count);
            var turns = new List<Turn>();
            for (var turn = 0; turn < Turns; turn++)
            {
                await Task.WhenAll(Calm(fewest), Calm(shop));
                var (beside, _) = await Cost(fewest, $"{count} {turn}", duration / Turns, runs);
                await Task.WhenAll(Calm(fewest), Calm(shop));
                var (cost, rate) = await Cost(shop, $"{count} {turn}", duration / Turns, runs);
                turns.Add(new(cost, beside, cost / beside, rate));
            }
            stages.Add(Turn.Middle(turns));
            Console.WriteLine($"{count, 12:N0} tickets: {stages[^1]}");
        }
        OnSale.Say("The proof");
        var violations = await OnSale.Violations(fewest) + await OnSale.Violations(shop);
        var errors = Errors.In(runs);
        return new(
            rows,
            [.. stages.Select(stage => Math.Round(stage.Cost, 4))],
            [.. stages.Select(stage => Math.Round(stage.OfFewest, 4))],
            [.. stages.Select(stage => Math.Round(stage.Times, 2))],
            [.. stages.Select(stage => Math.Round(stage.Rate))],
            Math.Round(stages[^1].Times, 2),
            errors.All,
            errors.Of5xx,
            violations
        );
    }

    /// <summary>Milliseconds of processor time an order, and orders a second.</summary>
    private static async Task<(double Cost, double Rate)> Cost(
        Shop shop,
        string round,
        TimeSpan duration,
        List<LoadResult> runs
    )
    {
        var before = shop.Cpu + shop.Postgres.Used();
        var sale = await Sell(shop, round, duration);
        runs.Add(sale);
        return (
            SaleResult.Each(shop.Cpu + shop.Postgres.Used() - before, sale),
            sale.Of(201) / sale.Took.TotalSeconds
        );
    }

    private sealed record Turn(double Cost, double OfFewest, double Times, double Rate)
    {
        public static Turn Middle(IReadOnlyCollection<Turn> turns) =>
            new(
                Middle(turns, turn => turn.Cost),
                Middle(turns, turn => turn.OfFewest),
                Middle(turns, turn => turn.Times),
                Middle(turns, turn => turn.Rate)
            );

        public override string ToString() =>
            $"{Cost:N4} ms an order, {Times:N2} times that of the fewest then, {Rate:N0} orders/s";

        private static double Middle(IEnumerable<Turn> turns, Func<Turn, double> figure) =>
            turns.Select(figure).Order().ElementAt(Turns / 2);
    }

    private static Task<LoadResult> Sell(Shop shop, string round, TimeSpan duration) =>
        Load.Run(
            shop.Ports,
            Buyers,
            duration,
            new Purchases(shop, SaleMode.Attending, hotSeats: 0, round).Buy
        );

    /// <summary>Takes back all that was sold, when what follows from it is done; then a few are sold to begin
    /// with.</summary>
    private static async Task<LoadResult> Empty(Shop shop, string round)
    {
        await Calm(shop);
        await Run(shop, "TRUNCATE ticketing.orders, ticketing.claims, ticketing.tickets CASCADE");
        await Run(shop, "UPDATE ticketing.stocks SET taken = 0");
        return await Sell(shop, $"{round} few", AFew);
    }

    /// <summary>Sells up to so many tickets of the event, in sets, as a lane would have written them.</summary>
    private static async Task Fill(Shop shop, long until)
    {
        await Run(shop, Invite, shop.EventIds[0], Guests);
        while (await Sold(shop) is var sold && sold < until)
            await Run(shop, FillSome, shop.EventIds[0], Math.Min(RowsAtOnce, until - sold), (long)Guests);
        foreach (var table in (string[])["orders", "claims", "tickets", "stocks"])
            await Run(shop, $"VACUUM ANALYZE ticketing.{table}");
        await Run(shop, "CHECKPOINT");
    }

    /// <summary>What the sale before left to be done (mails, vacuum) is not what the next one costs.</summary>
    private static async Task Calm(Shop shop)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < CalmWithin; )
        {
            var before = shop.Cpu + shop.Postgres.Used();
            await Task.Delay(Look);
            if (shop.Cpu + shop.Postgres.Used() - before < Look / 20)
                return;
        }
    }

    private static async Task<long> Sold(Shop shop)
    {
        await using var command = shop.Database.CreateCommand(
            "SELECT taken FROM ticketing.stocks WHERE event_id = $1 AND kind = 'section'"
        );
        command.Parameters.AddWithValue(shop.EventIds[0]);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Run(Shop shop, string sql, params object[] values)
    {
        await using var command = shop.Database.CreateCommand(sql);
        command.CommandTimeout = 0;
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Those who have bought before the sale.</summary>
    private const string Invite = """
        WITH invited AS (
            INSERT INTO ticketing.guests (email) SELECT 'guest' || n || '@seatmate.example' FROM generate_series(1, $2) AS n
            ON CONFLICT DO NOTHING RETURNING id
        )
        INSERT INTO ticketing.stocks (event_id, kind, subject_id, capacity) SELECT $1, 'guest', id, 1 FROM invited
        """;

    private const string FillSome = """
        WITH buyer AS (
            SELECT subject_id AS id, id AS stock_id, row_number() OVER (ORDER BY id) - 1 AS place
            FROM ticketing.stocks WHERE event_id = $1 AND kind = 'guest'
        ), section AS (
            SELECT subject_id AS id, id AS stock_id FROM ticketing.stocks WHERE event_id = $1 AND kind = 'section'
        ), sample AS (
            SELECT breakdown FROM ticketing.orders WHERE event_id = $1 LIMIT 1
        ), made AS (
            INSERT INTO ticketing.orders (event_id, guest_id, guest_name, status, total_tickets, total_minor, currency, breakdown, placed_at)
            SELECT $1, buyer.id, 'Gil Guest', 'confirmed', 1, 0, 'EUR', sample.breakdown, now()
            FROM sample, generate_series(1, $2) AS n JOIN buyer ON buyer.place = n % $3
            RETURNING id, guest_id
        ), claimed AS (
            INSERT INTO ticketing.claims (order_id, stock_id, quantity)
            SELECT made.id, section.stock_id, 1 FROM made, section
            UNION ALL SELECT made.id, buyer.stock_id, 1 FROM made JOIN buyer ON buyer.id = made.guest_id
        ), ticketed AS (
            INSERT INTO ticketing.tickets (order_id, event_id, section_id) SELECT made.id, $1, section.id FROM made, section
        ), taken AS (
            SELECT buyer.stock_id AS id, count(*) AS n FROM made JOIN buyer ON buyer.id = made.guest_id GROUP BY 1
            UNION ALL SELECT section.stock_id, (SELECT count(*) FROM made) FROM section
        )
        UPDATE ticketing.stocks SET taken = taken + taken.n, capacity = greatest(capacity, stocks.taken + taken.n + 100000000)
        FROM taken WHERE stocks.id = taken.id
        """;
}
