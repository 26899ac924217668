using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using Npgsql;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Lanes;

/// <summary>The rows of <see cref="BatchQueries"/>, one result after the other.</summary>
internal sealed class BatchRows(NpgsqlDataReader reader, CancellationToken cancel)
{
    public async Task<(DateTimeOffset Now, DateTimeOffset? NextDeadline, long Version)> Moment()
    {
        await reader.ReadAsync(cancel);
        return (reader.GetFieldValue<DateTimeOffset>(0), Value<DateTimeOffset>(1), reader.GetInt64(2));
    }

    public async Task Sections(BatchState state)
    {
        var pools = new Dictionary<long, LaneStock>();
        while (await Next())
            state.Sections[reader.GetString(1)] = new(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetInt64(2),
                reader.GetBoolean(3),
                Stock(5, Pool(pools)),
                reader.GetInt64(4),
                reader.IsDBNull(13) ? null : reader.GetString(13),
                SnakeCaseEnumConverter<SectionSale>.Value(reader.GetString(14))
            );
    }

    /// <summary>The same stock for all sections that share it.</summary>
    private LaneStock? Pool(Dictionary<long, LaneStock> pools)
    {
        if (reader.IsDBNull(9))
            return null;
        ref var pool = ref CollectionsMarshal.GetValueRefOrAddDefault(pools, reader.GetInt64(9), out _);
        return pool ??= Stock(9);
    }

    public async Task Buyers(BatchState state)
    {
        while (await Next())
            state.Buyers[new(reader.GetBoolean(0), reader.GetInt64(1))] = reader.IsDBNull(3)
                ? LaneStock.OfNewcomer(reader.GetInt64(2), state.Terms)
                : Stock(2);
    }

    public async Task Ids(ConcurrentQueue<long> ids)
    {
        while (await Next())
            ids.Enqueue(reader.GetInt64(0));
    }

    public async Task Seats(BatchState state)
    {
        while (await Next())
            state.Seats[reader.GetInt64(0)] = new(
                reader.GetInt64(0),
                reader.GetInt64(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetBoolean(4)
            );
    }

    public async Task Vouchers(BatchState state)
    {
        while (await Next())
            state.Vouchers.Add(
                new(
                    reader.GetInt64(0),
                    reader.GetString(1),
                    reader.GetInt64(2),
                    reader.GetInt32(3),
                    Value<long>(4),
                    Value<DateTimeOffset>(5),
                    reader.GetBoolean(6),
                    Stock(7)
                )
            );
    }

    public async Task Holds(BatchState state)
    {
        while (await Next())
            state.Holds[reader.GetInt64(0)] = Hold(state);
    }

    public async Task<Dictionary<(string, string), StoredAnswer>> Answers()
    {
        var stored = new Dictionary<(string, string), StoredAnswer>();
        while (await Next())
        {
            var location = reader.GetString(5);
            var answer = new LaneAnswer(
                reader.GetInt32(3),
                reader.GetString(4),
                location.Length > 0 ? location : null,
                reader.GetFieldValue<byte[]>(6)
            );
            stored[(reader.GetString(0), reader.GetString(1))] = new(reader.GetFieldValue<byte[]>(2), answer);
        }
        return stored;
    }

    private LaneOrder Hold(BatchState state)
    {
        var status = SnakeCaseEnumConverter<OrderStatus>.Value(reader.GetString(7));
        var breakdown = JsonSerializer.Deserialize<Breakdown>(reader.GetString(8), JsonShape.Options)!;
        var voucherId = Value<long>(9);
        var voucher = state.Vouchers.Find(known => known.Id == voucherId);
        return new(
            reader.GetInt64(0),
            reader.GetGuid(1),
            reader.GetInt64(2),
            reader.GetFieldValue<DateTimeOffset>(3)
        )
        {
            BuyerId = Value<long>(4),
            GuestId = Value<long>(5),
            GuestName = reader.IsDBNull(6) ? null : reader.GetString(6),
            Status = status,
            Takings = Takings(state, status, breakdown, voucher, Value<long>(4)),
            ExpiresAt = Value<DateTimeOffset>(10),
            HeldAt = Value<DateTimeOffset>(11),
            ExtendedAt = Value<DateTimeOffset>(12),
            PlacedAt = Value<DateTimeOffset>(13),
        };
    }

    /// <summary>What a hold takes is in its breakdown; one that is over takes nothing.</summary>
    private static Takings Takings(
        BatchState state,
        OrderStatus status,
        Breakdown breakdown,
        LaneVoucher? voucher,
        long? buyerId
    )
    {
        if (status != OrderStatus.Held)
            return new([], [], breakdown, voucher);
        var claims = breakdown
            .Lines.GroupBy(line => line.SectionId)
            .Select(lines => new LaneClaim(
                state.SectionOf(lines.Key)!.StockWith(voucher),
                lines.Sum(line => line.Quantity)
            ))
            .ToList();
        if (buyerId is { } person && state.Buyers.TryGetValue(new(IsGuest: false, person), out var buyer))
            claims.Add(new(buyer, breakdown.Lines.Sum(line => line.Quantity)));
        if (voucher is { Reserves: false })
            claims.Add(new(voucher.Stock, 1));
        var seats = breakdown.Lines.SelectMany(line => line.Seats ?? []).Select(seat => state.Seats[seat.Id]);
        return new(claims, [.. seats], breakdown, voucher);
    }

    private LaneStock Stock(int column, LaneStock? pool = null) =>
        new(
            reader.GetInt64(column),
            reader.GetInt64(column + 1),
            reader.GetInt64(column + 2),
            reader.GetBoolean(column + 3),
            isNew: false,
            pool
        );

    private T? Value<T>(int column)
        where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    /// <summary>The next row of this result; after the last one it is at the next result.</summary>
    private bool entered;

    private async Task<bool> Next()
    {
        if (!entered)
            entered = await reader.NextResultAsync(cancel);
        var row = await reader.ReadAsync(cancel);
        if (!row)
            entered = false;
        return row;
    }
}
