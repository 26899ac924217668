using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;

namespace Seatmate.Platform.Http;

/// <summary>Makes every POST that carries an Idempotency-Key safe to repeat. The key's row is written first, in the
/// very transaction of the effect, and the answer is stored there too: a repetition gets the same bytes, another body
/// under the same key 422, and one that comes while the first is under way waits for it. An answer of 5xx undoes
/// everything.</summary>
public sealed class RepeatedRequests(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, SeatmateDb db)
    {
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0 || !HttpMethods.IsPost(context.Request.Method) || !IsKept(context.GetEndpoint()))
        {
            await next(context);
            return;
        }
        if (key.Length > Limits.IdempotencyKeyLengthMax || !TextRule.IsCleanText(key, lines: false))
        {
            await Problem
                .Refused("idempotency-key", "The Idempotency-Key is too long.")
                .ExecuteAsync(context);
            return;
        }
        await Once(context, db, Scope(context), key);
    }

    private static bool IsKept(Endpoint? endpoint) =>
        endpoint is not null && endpoint.Metadata.GetMetadata<SecretAnswer>() is null;

    private async Task Once(HttpContext context, SeatmateDb db, string scope, string key)
    {
        var cancel = context.RequestAborted;
        var hash = await HashRequest(context);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var mine = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO platform.repeated_requests (scope, key, request_hash) VALUES ({scope}, {key}, {hash}) ON CONFLICT DO NOTHING",
            cancel
        );
        if (mine == 0)
        {
            await Replay(context, db, scope, key, hash);
            return;
        }
        var answer = await Capture(context);
        if (context.Response.StatusCode < 500)
        {
            await Store(context, db, scope, key, answer);
            await transaction.CommitAsync(CancellationToken.None);
        }
        else
        {
            await transaction.RollbackAsync(CancellationToken.None);
        }
        await context.Response.Body.WriteAsync(answer, cancel);
    }

    private async Task<byte[]> Capture(HttpContext context)
    {
        var body = context.Response.Body;
        using var memory = new MemoryStream();
        context.Response.Body = memory;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }
        return memory.ToArray();
    }

    private static Task<int> Store(
        HttpContext context,
        SeatmateDb db,
        string scope,
        string key,
        byte[] answer
    )
    {
        var location = context.Response.Headers.Location.ToString();
        return db.Database.ExecuteSqlAsync(
            $"""
            UPDATE platform.repeated_requests
            SET status = {context.Response.StatusCode}, content_type = {context.Response.ContentType},
                location = {location}, body = {answer}
            WHERE scope = {scope} AND key = {key}
            """
        );
    }

    private static async Task Replay(
        HttpContext context,
        SeatmateDb db,
        string scope,
        string key,
        byte[] hash
    )
    {
        var stored = await db
            .Database.SqlQuery<StoredAnswer>(
                $"""
                SELECT request_hash AS "RequestHash", status AS "Status", content_type AS "ContentType",
                    location AS "Location", body AS "Body"
                FROM platform.repeated_requests WHERE scope = {scope} AND key = {key}
                """
            )
            .SingleAsync(context.RequestAborted);
        if (!stored.RequestHash.AsSpan().SequenceEqual(hash))
        {
            await new Problem(
                422,
                "idempotency-key-reused",
                "This Idempotency-Key was used for another request."
            ).ExecuteAsync(context);
            return;
        }
        context.Response.StatusCode = stored.Status;
        context.Response.ContentType = stored.ContentType;
        if (stored.Location.Length > 0)
            context.Response.Headers.Location = stored.Location;
        await context.Response.Body.WriteAsync(stored.Body);
    }

    private static string Scope(HttpContext context) =>
        Caller.From(context.User) is { } caller
            ? $"user:{caller.UserId}"
            : $"address:{context.Connection.RemoteIpAddress}";

    private static async Task<byte[]> HashRequest(HttpContext context)
    {
        var request = context.Request;
        request.EnableBuffering(Limits.BodyBytesMax);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            Encoding.UTF8.GetBytes(
                $"{request.Method} {request.Path.Value?.TrimEnd('/')}{request.QueryString}\n"
            )
        );
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        int count;
        while ((count = await request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            hash.AppendData(buffer, 0, count);
        ArrayPool<byte>.Shared.Return(buffer);
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private sealed record StoredAnswer(
        byte[] RequestHash,
        int Status,
        string? ContentType,
        string Location,
        byte[] Body
    );
}
