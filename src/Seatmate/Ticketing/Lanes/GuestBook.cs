using Npgsql;
using Seatmate.Accounts.Contracts;

namespace Seatmate.Ticketing.Lanes;

/// <summary>Finds in one round trip whom the guests' orders of a batch are for, before they are decided.</summary>
public static class GuestBook
{
    /// <summary>A guest need not be durable before the order: whatever makes the order durable makes all that was
    /// written before it durable.</summary>
    private const string NoFlush = "SELECT set_config('synchronous_commit', 'off', true)";

    public static async Task Find(LaneDatabase database, IReadOnlyList<Wish> wishes)
    {
        var unknown = wishes.OfType<OrderWish>().Where(wish => wish is { Contact: not null, Guest: null });
        while (unknown.ToList() is { Count: > 0 } asked)
            await FindOnce(database, asked);
    }

    private static async Task FindOnce(LaneDatabase database, List<OrderWish> wishes)
    {
        var emails = wishes.Select(wish => wish.Contact!.Email).ToArray();
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(NoFlush);
        batch.Add(BatchQueries.Meet, [emails]);
        batch.Add(BatchQueries.Guests, [emails]);
        batch.BatchCommands.Add(PeopleByEmail.FindMany(emails));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var guests = await Ids(reader);
        await reader.NextResultAsync();
        var people = await Ids(reader);
        for (var i = 0; i < wishes.Count; i++)
            wishes[i].Guest = guests[i] is { } id ? new(id, people[i]) : null;
    }

    private static async Task<List<long?>> Ids(NpgsqlDataReader reader)
    {
        var ids = new List<long?>();
        while (await reader.ReadAsync())
            ids.Add(reader.IsDBNull(0) ? null : reader.GetInt64(0));
        return ids;
    }
}
