using Npgsql;
using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Lanes;

/// <summary>What one round trip brings: the batch's state, answers that are stored already, the next deadline of a hold
/// or an unpaid order (past, when it was not let go yet), and which version of the event's row stands now.</summary>
public sealed record BatchStart(
    BatchState State,
    IReadOnlyDictionary<(string Scope, string Key), StoredAnswer> Stored,
    DateTimeOffset? NextDeadline,
    long EventVersion
)
{
    /// <summary>Of a batch that need not read.</summary>
    public BatchStart(BatchState state)
        : this(state, new Dictionary<(string, string), StoredAnswer>(), null, state.Seen.Version) { }

    public bool HasExpired => NextDeadline <= State.Now;
}

/// <summary>An answer that an earlier request with this key got.</summary>
public sealed record StoredAnswer(byte[] RequestHash, LaneAnswer Answer);

/// <summary>Reads in one round trip, without a lock, all that a batch needs to decide. Whatever is sold meanwhile, by
/// another process or the batch before, the checks of the tables notice when the batch is written.</summary>
public static class BatchReader
{
    /// <summary>All that is read until COMMIT is of one moment: a hold fits what it holds, whatever other processes do
    /// meanwhile.</summary>
    private const string OneMoment = "BEGIN ISOLATION LEVEL REPEATABLE READ";

    public static async Task<BatchStart> Read(
        NpgsqlConnection connection,
        VersionedTerms seen,
        IReadOnlyList<Wish> wishes,
        CancellationToken cancel
    )
    {
        var eventId = seen.Terms.EventId;
        var asked = new Asked(wishes);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(OneMoment);
        batch.Add(BatchQueries.Moment, eventId);
        batch.Add(BatchQueries.Sections, eventId);
        batch.Add(BatchQueries.Buyers, eventId, asked.Kinds, asked.Subjects);
        batch.Add(BatchQueries.OrderIds, asked.NewOrders);
        batch.Add(BatchQueries.TicketIds, asked.Tickets, asked.Ordered);
        if (asked.NeedsSeats)
            batch.Add(BatchQueries.Seats, eventId, asked.Seats, asked.Holds);
        if (asked.NeedsVouchers)
            batch.Add(BatchQueries.Vouchers, eventId, asked.Vouchers, asked.Holds);
        if (asked.Holds.Length > 0)
            batch.Add(BatchQueries.Holds, eventId, asked.Holds);
        if (asked.Keys.Count > 0)
            batch.Add(
                BatchQueries.Stored,
                asked.Keys.Select(key => key.Scope).ToArray(),
                asked.Keys.Select(key => key.Key).ToArray()
            );
        batch.Add("COMMIT");
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        return await Read(new(reader, cancel), seen, asked);
    }

    /// <summary>Only the seats, for a state that knows the rest.</summary>
    public static async Task<BatchStart> ReadSeats(
        NpgsqlConnection connection,
        BatchState state,
        long[] seats,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(BatchQueries.Moment, state.Terms.EventId);
        batch.Add(BatchQueries.Seats, state.Terms.EventId, seats, Array.Empty<long>());
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var rows = new BatchRows(reader, cancel);
        var (_, deadline, version) = await rows.Moment();
        await rows.Seats(state);
        return new(state) { NextDeadline = deadline, EventVersion = version };
    }

    internal static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }

    /// <summary>What all wishes of the batch together have to know.</summary>
    private sealed class Asked
    {
        public Asked(IReadOnlyList<Wish> wishes)
        {
            var buyers = wishes.Select(wish => wish.Buyer).OfType<BuyerKey>().Distinct().ToArray();
            Kinds = [.. buyers.Select(buyer => buyer.Kind)];
            Subjects = [.. buyers.Select(buyer => buyer.Id)];
            Holds = [.. wishes.Select(wish => wish.HoldId).OfType<long>().Distinct()];
            Ordered = [.. wishes.OfType<OrderWish>().Select(wish => wish.HoldId!.Value).Distinct()];
            Seats = [.. wishes.SelectMany(wish => wish.Lines).SelectMany(line => line.SeatIds).Distinct()];
            Vouchers =
            [
                .. wishes.Select(wish => wish.Voucher).OfType<string>().Distinct(StringComparer.Ordinal),
            ];
            Keys = [.. wishes.Select(wish => wish.Key).OfType<RequestKey>()];
            NewOrders = wishes.Count(wish => wish.HoldId is null);
            Tickets = wishes
                .Where(MayPlaceAnew)
                .SelectMany(wish => wish.Lines)
                .Sum(line => (long)line.Quantity);
        }

        /// <summary>It is ordered at once, or changes a hold that is ordered in the same batch.</summary>
        private bool MayPlaceAnew(Wish wish) =>
            wish is BookWish || wish is HoldWish { HoldId: { } hold } && Ordered.Contains(hold);

        public string[] Kinds { get; }
        public long[] Subjects { get; }
        public long[] Holds { get; }
        public long[] Ordered { get; }
        public long[] Seats { get; }
        public string[] Vouchers { get; }
        public List<RequestKey> Keys { get; }
        public int NewOrders { get; }
        public long Tickets { get; }
        public bool NeedsSeats => Seats.Length + Holds.Length > 0;
        public bool NeedsVouchers => Vouchers.Length + Holds.Length > 0;
    }

    private static async Task<BatchStart> Read(BatchRows rows, VersionedTerms seen, Asked asked)
    {
        var (now, deadline, version) = await rows.Moment();
        var state = new BatchState(seen, now, new());
        await rows.Sections(state);
        await rows.Buyers(state);
        await rows.Ids(state.Ids.Orders);
        await rows.Ids(state.Ids.Tickets);
        if (asked.NeedsSeats)
            await rows.Seats(state);
        if (asked.NeedsVouchers)
            await rows.Vouchers(state);
        if (asked.Holds.Length > 0)
            await rows.Holds(state);
        var stored = asked.Keys.Count > 0 ? await rows.Answers() : [];
        return new(state, stored, deadline, version);
    }
}
