using System.Data;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Npgsql;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Exports;

/// <summary>Writes one export: every module's rows as they were at one moment, then its files. Holds one row and one
/// piece of the ZIP at a time, however much there is.</summary>
public sealed class ExportMaker(
    NpgsqlDataSource database,
    ExportChunks chunks,
    IEnumerable<PersonalRows> parts,
    IEnumerable<IPersonalFiles> files
)
{
    private static readonly byte[] Open = "[\n"u8.ToArray();
    private static readonly byte[] Between = ",\n"u8.ToArray();
    private static readonly byte[] Close = "\n]\n"u8.ToArray();

    /// <summary>How many bytes it has become; null when somebody else has begun it anew meanwhile.</summary>
    public async Task<long?> Make(Export export, CancellationToken cancel)
    {
        var ordered = parts.OrderBy(part => part.File, StringComparer.Ordinal).ToList();
        using var stream = new ChunkStream();
        var writing = new Writing(export, stream);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var moment = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancel
        );
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            WriteContents(zip, export, ordered);
            for (var done = 0; done < ordered.Count; done++)
            {
                if (!await Progress(export, done, ordered.Count + 1, cancel))
                    return null;
                if (!await WriteRows(zip, ordered[done], connection, writing, cancel))
                    return null;
            }
            if (!await Progress(export, ordered.Count, ordered.Count + 1, cancel))
                return null;
            if (!await WriteFiles(zip, writing, cancel))
                return null;
        }
        return await Flush(writing, cancel) ? stream.Written : null;
    }

    private async Task<bool> WriteRows(
        ZipArchive zip,
        PersonalRows part,
        NpgsqlConnection connection,
        Writing writing,
        CancellationToken cancel
    )
    {
        await using var entry = zip.CreateEntry($"{part.File}.json").Open();
        await using var command = new NpgsqlCommand(part.Sql, connection);
        command.Parameters.AddWithValue(writing.Export.UserId);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancel);
        var isFirst = true;
        await entry.WriteAsync(Open, cancel);
        while (await reader.ReadAsync(cancel))
        {
            if (!isFirst)
                await entry.WriteAsync(Between, cancel);
            isFirst = false;
            await entry.WriteAsync(
                Encoding.UTF8.GetBytes(await reader.GetFieldValueAsync<string>(0, cancel)),
                cancel
            );
            if (!await FlushFull(writing, cancel))
                return false;
        }
        await entry.WriteAsync(Close, cancel);
        return true;
    }

    private async Task<bool> WriteFiles(ZipArchive zip, Writing writing, CancellationToken cancel)
    {
        foreach (var module in files)
        await foreach (var file in module.Of(writing.Export.UserId, cancel))
        {
            await using (var entry = zip.CreateEntry(file.Name).Open())
                await entry.WriteAsync(file.Bytes, cancel);
            if (!await FlushFull(writing, cancel))
                return false;
        }
        return true;
    }

    private static void WriteContents(ZipArchive zip, Export export, List<PersonalRows> ordered)
    {
        using var entry = zip.CreateEntry("contents.json").Open();
        var contents = new
        {
            export.UserId,
            export.AskedAt,
            Files = ordered.Select(part => $"{part.File}.json"),
        };
        JsonSerializer.Serialize(entry, contents, JsonShape.Options);
    }

    private Task<bool> FlushFull(Writing writing, CancellationToken cancel) =>
        writing.Stream.IsFull ? Flush(writing, cancel) : Task.FromResult(true);

    private Task<bool> Flush(Writing writing, CancellationToken cancel) =>
        chunks.Add(
            writing.Export.Id,
            writing.Export.Attempt,
            writing.Position++,
            writing.Stream.Take(),
            cancel
        );

    private async Task<bool> Progress(Export export, int done, int of, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE accounts.exports SET parts = $3, parts_done = $4, seen_at = now()
            WHERE id = $1 AND attempt = $2 AND failed_at IS NULL
            """
        );
        foreach (var value in new object[] { export.Id, export.Attempt, of, done })
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    private sealed class Writing(Export export, ChunkStream stream)
    {
        public Export Export { get; } = export;
        public ChunkStream Stream { get; } = stream;
        public int Position { get; set; }
    }
}
