namespace Seatmate.Bench;

/// <summary>What a sale reached. The names are those of the JSON that is printed.</summary>
internal sealed record SaleResult(
    string mode,
    int buyers,
    int processes,
    double orders_per_s,
    double p50_ms,
    double p95_ms,
    double p99_ms,
    double ratio_to_plain_post,
    double ratio_to_one_by_one,
    int errors,
    int errors_5xx,
    int refused,
    int violations,
    double refusals_per_s,
    double refusals_ratio_to_plain_post,
    double plain_post_per_s,
    IReadOnlyDictionary<int, double> one_by_one_per_s,
    double server_cpu_ms_per_order,
    double postgres_cpu_ms_per_order,
    double flush_ms,
    double cpu_withheld,
    double longest_wait_ms,
    long server_memory_mib
)
{
    public static SaleResult Of(
        SaleMode mode,
        int buyers,
        int processes,
        LoadResult sale,
        LoadResult refusals,
        double plain,
        IReadOnlyDictionary<int, double> oneByOne,
        (TimeSpan Server, TimeSpan Postgres) cpu,
        Machine machine,
        long memory,
        Errors errors,
        int violations
    )
    {
        var rate = sale.Of(201) / sale.Took.TotalSeconds;
        var refusalsPerSecond = refusals.Of(409) / refusals.Took.TotalSeconds;
        return new(
            $"{mode}".ToLowerInvariant(),
            buyers,
            processes,
            Math.Round(rate),
            Math.Round(sale.Percentile(0.5), 2),
            Math.Round(sale.Percentile(0.95), 2),
            Math.Round(sale.Percentile(0.99), 2),
            Math.Round(rate / plain, 3),
            Math.Round(rate / oneByOne.Values.Max(), 2),
            errors.All,
            errors.Of5xx,
            sale.Of(409),
            violations,
            Math.Round(refusalsPerSecond),
            Math.Round(refusalsPerSecond / plain, 3),
            Math.Round(plain),
            oneByOne.ToDictionary(pair => pair.Key, pair => Math.Round(pair.Value)),
            Each(cpu.Server, sale),
            Each(cpu.Postgres, sale),
            Math.Round(machine.Flush.TotalMilliseconds, 3),
            Math.Round(machine.Withheld, 3),
            Math.Round(machine.LongestWait.TotalMilliseconds, 1),
            memory
        );
    }

    /// <summary>Milliseconds of processor time for each order.</summary>
    public static double Each(TimeSpan cpu, LoadResult sale) =>
        Math.Round(cpu.TotalMilliseconds / Math.Max(1, sale.Of(201)), 4);

    public void Print()
    {
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}"
        );
        Console.WriteLine(
            $"a flush to disk {flush_ms} ms; processors withheld {cpu_withheld:P0} of the time, {longest_wait_ms} ms at most"
        );
        Console.WriteLine($"plain Kestrel JSON POST     {plain_post_per_s, 10:N0} /s");
        foreach (var (connections, rate) in one_by_one_per_s)
            Console.WriteLine($"one by one, {connections, 3} connections {rate, 10:N0} /s");
        Console.WriteLine($"{mode}, {buyers} buyers, {processes} processes {orders_per_s:N0} /s");
        Console.WriteLine($"  p50 {p50_ms} ms, p95 {p95_ms} ms, p99 {p99_ms} ms");
        Console.WriteLine($"  {ratio_to_plain_post} of plain POST, {ratio_to_one_by_one} times one by one");
        Console.WriteLine(
            $"  processor an order: server {server_cpu_ms_per_order} ms, PostgreSQL {postgres_cpu_ms_per_order} ms; {server_memory_mib} MiB"
        );
        Console.WriteLine(
            $"  sold out: {refusals_per_s:N0} refusals/s, {refusals_ratio_to_plain_post} of plain POST"
        );
        Console.WriteLine($"  {errors} errors, {refused} refused, {violations} violations");
    }
}
