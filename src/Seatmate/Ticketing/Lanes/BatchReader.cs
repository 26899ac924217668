using Npgsql;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Lanes;

/// <summary>What one round trip brings: the batch's state, answers that are stored already, whether something there
/// has expired but was not let go yet, and which version of the event's row stands now.</summary>
public sealed record BatchStart(
    BatchState State,
    IReadOnlyDictionary<(string Scope, string Key), StoredAnswer> Stored,
    bool HasExpired,
    long EventVersion
);

/// <summary>An answer that an earlier request with this key got.</summary>
public sealed record StoredAnswer(byte[] RequestHash, LaneAnswer Answer);

/// <summary>Reads in one round trip, without a lock, all that a batch needs to decide. Nobody else of this process
/// sells the event meanwhile; whatever another process does, the checks of the tables notice when the batch is
/// written.</summary>
public static class BatchReader
{
    public static async Task<BatchStart> Read(
        NpgsqlConnection connection,
        EventTerms terms,
        IReadOnlyList<PlaceOrder> requests,
        CancellationToken cancel
    )
    {
        var people = requests.Select(request => request.BuyerId).Distinct().ToArray();
        var names = requests.Select(request => request.Section).Distinct(StringComparer.Ordinal).ToArray();
        var keys = requests.Select(request => request.Key).OfType<RequestKey>().ToList();
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(ReadMoment, terms.EventId);
        batch.Add(ReadSections, terms.EventId, names);
        batch.Add(ReadPeople, terms.EventId, people);
        batch.Add(TakeIds, "ticketing.orders_id_seq", requests.Count);
        batch.Add(TakeIds, "ticketing.tickets_id_seq", requests.Sum(request => request.Count));
        if (keys.Count > 0)
            batch.Add(
                ReadStored,
                keys.Select(key => key.Scope).ToArray(),
                keys.Select(key => key.Key).ToArray()
            );
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        return await Read(reader, terms, keys.Count > 0, cancel);
    }

    internal static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }

    private static async Task<BatchStart> Read(
        NpgsqlDataReader reader,
        EventTerms terms,
        bool hasKeys,
        CancellationToken cancel
    )
    {
        await reader.ReadAsync(cancel);
        var (now, hasExpired) = (reader.GetFieldValue<DateTimeOffset>(0), reader.GetBoolean(1));
        var version = reader.GetInt64(2);
        await reader.NextResultAsync(cancel);
        var sections = new Dictionary<string, LaneSection>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
            sections[reader.GetString(1)] = new(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetInt64(2),
                Stock(reader, 3)
            );
        await reader.NextResultAsync(cancel);
        var people = new Dictionary<long, LaneStock>();
        while (await reader.ReadAsync(cancel))
            people[reader.GetInt64(0)] = reader.IsDBNull(2)
                ? new(reader.GetInt64(1), terms.TicketsPerPersonMax, 0, isOpen: true, isNew: true)
                : Stock(reader, 1);
        var orderIds = await ReadIds(reader, cancel);
        var ticketIds = await ReadIds(reader, cancel);
        var stored = hasKeys ? await ReadAnswers(reader, cancel) : [];
        return new(new(terms, now, sections, people, orderIds, ticketIds), stored, hasExpired, version);
    }

    private static LaneStock Stock(NpgsqlDataReader reader, int column) =>
        new(
            reader.GetInt64(column),
            reader.GetInt64(column + 1),
            reader.GetInt64(column + 2),
            reader.GetBoolean(column + 3),
            isNew: false
        );

    private static async Task<Queue<long>> ReadIds(NpgsqlDataReader reader, CancellationToken cancel)
    {
        await reader.NextResultAsync(cancel);
        var ids = new Queue<long>();
        while (await reader.ReadAsync(cancel))
            ids.Enqueue(reader.GetInt64(0));
        return ids;
    }

    private static async Task<Dictionary<(string, string), StoredAnswer>> ReadAnswers(
        NpgsqlDataReader reader,
        CancellationToken cancel
    )
    {
        await reader.NextResultAsync(cancel);
        var stored = new Dictionary<(string, string), StoredAnswer>();
        while (await reader.ReadAsync(cancel))
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

    private const string ReadSections = """
        SELECT section.id, section.name, section.price_minor, stock.id, stock.capacity, stock.taken, stock.open
        FROM ticketing.sections AS section
        JOIN ticketing.stocks AS stock
            ON stock.event_id = section.event_id AND stock.kind = 'section' AND stock.subject_id = section.id
        WHERE section.event_id = $1 AND section.name = ANY ($2)
        """;

    /// <summary>Who comes for the first time has no stock yet; the batch makes it, under the id taken here.</summary>
    private const string ReadPeople = """
        SELECT person, coalesce(stock.id, nextval('ticketing.stocks_id_seq')), stock.capacity, stock.taken,
            stock.open
        FROM unnest($2) AS person
        LEFT JOIN ticketing.stocks AS stock
            ON stock.event_id = $1 AND stock.kind = 'person' AND stock.subject_id = person
        """;

    /// <summary>First of all: what is not seen as expired here has given its places back before they are
    /// read.</summary>
    private const string ReadMoment = """
        SELECT now(), EXISTS (
            SELECT FROM ticketing.orders WHERE event_id = $1 AND status = 'awaiting_payment' AND expires_at <= now()),
            xmin::text::bigint
        FROM events.events WHERE id = $1
        """;

    private const string TakeIds = "SELECT nextval($1::regclass) FROM generate_series(1, $2)";

    private const string ReadStored = """
        SELECT scope, key, request_hash, status, coalesce(content_type, ''), coalesce(location, ''), body
        FROM platform.repeated_requests
        WHERE (scope, key) IN (SELECT * FROM unnest($1, $2)) AND status IS NOT NULL
        """;
}
