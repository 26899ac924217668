using Npgsql;

namespace Seatmate.Accounts.Exports;

/// <summary>The pieces of the ZIPs in the database.</summary>
public sealed class ExportChunks(NpgsqlDataSource database)
{
    /// <summary>Adds the next piece; false when somebody else has begun the export anew meanwhile.</summary>
    public async Task<bool> Add(
        long exportId,
        int attempt,
        int position,
        byte[] bytes,
        CancellationToken cancel
    )
    {
        await using var command = database.CreateCommand(
            """
            WITH mine AS (
                UPDATE accounts.exports SET seen_at = now() WHERE id = $1 AND attempt = $2 RETURNING id
            )
            INSERT INTO accounts.export_chunks (export_id, attempt, position, bytes) SELECT id, $2, $3, $4 FROM mine
            """
        );
        command.Parameters.AddWithValue(exportId);
        command.Parameters.AddWithValue(attempt);
        command.Parameters.AddWithValue(position);
        command.Parameters.AddWithValue(bytes);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>However slowly somebody reads, a connection is taken only while a piece is looked up.</summary>
    public async Task CopyTo(Stream stream, Export export, CancellationToken cancel)
    {
        for (var position = 0; await Find(export, position, cancel) is { } bytes; position++)
            await stream.WriteAsync(bytes, cancel);
    }

    private async Task<byte[]?> Find(Export export, int position, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "SELECT bytes FROM accounts.export_chunks WHERE export_id = $1 AND attempt = $2 AND position = $3"
        );
        command.Parameters.AddWithValue(export.Id);
        command.Parameters.AddWithValue(export.Attempt);
        command.Parameters.AddWithValue(position);
        return await command.ExecuteScalarAsync(cancel) as byte[];
    }
}

/// <summary>What a ZIP is written into: keeps bytes until somebody takes a piece of them.</summary>
public sealed class ChunkStream : Stream
{
    private const int ChunkBytes = 256 * 1024;
    private MemoryStream waiting = new();

    public bool IsFull => waiting.Length >= ChunkBytes;
    public long Written { get; private set; }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => Written;
        set => throw new NotSupportedException();
    }

    /// <summary>Everything that waits, and starts anew.</summary>
    public byte[] Take()
    {
        var taken = waiting.ToArray();
        waiting = new();
        return taken;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        waiting.Write(buffer, offset, count);
        Written += count;
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
