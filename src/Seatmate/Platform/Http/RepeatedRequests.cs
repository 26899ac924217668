using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Seatmate.Platform.Database;

namespace Seatmate.Platform.Http;

/// <summary>Makes every POST that carries an Idempotency-Key safe to repeat. The key's row is written first, in the
/// very transaction of the effect, and the answer is stored there too: a repetition gets the same bytes, another body
/// under the same key 422, and one that comes while the first is under way waits for it. An answer of 5xx undoes
/// everything. One that holds for now only, because somebody has to sign in, to prove who they are or to wait, lets the
/// key go in the same transaction: it stands for whoever asks next.</summary>
public sealed class RepeatedRequests(RequestDelegate next)
{
    public const string OneEffectPerKey = "repeated_requests_one_effect_per_key";
    private const int LongOnesAtOnce = 4;

    private static readonly Turnstile LongOnes = new(
        LongOnesAtOnce,
        "Too many people are asking for this just now."
    );

    public async Task InvokeAsync(HttpContext context)
    {
        var key = context.Request.Headers[RequestKey.Header].ToString();
        if (key.Length == 0 || !HttpMethods.IsPost(context.Request.Method) || !IsKept(context.GetEndpoint()))
        {
            await next(context);
            return;
        }
        if (FaultOf(key) is { } fault)
        {
            await Problem.Refused("idempotency-key", fault).ExecuteAsync(context);
            return;
        }
        var request = new RequestKey(Scope(context), key, await HashRequest(context));
        var metadata = context.GetEndpoint()!.Metadata;
        if (metadata.GetMetadata<KeepsOwnAnswer>() is not null)
        {
            request.GiveTo(context);
            await next(context);
        }
        else if (metadata.GetMetadata<WorksLong>() is not null)
            await LongOnes.Pass(() => Once(context, request), context.RequestAborted);
        else
            await Once(context, request);
    }

    private static string? FaultOf(string key) =>
        key.Length > Limits.IdempotencyKeyLengthMax ? "The Idempotency-Key is too long."
        : TextRule.IsCleanText(key, lines: false) ? null
        : "The Idempotency-Key must not have control characters or broken Unicode.";

    /// <summary>Whether an answer of this status is the same tomorrow.</summary>
    public static bool IsKept(int status) =>
        status
            is < 500
                and not (
                    StatusCodes.Status401Unauthorized
                    or StatusCodes.Status403Forbidden
                    or StatusCodes.Status429TooManyRequests
                );

    private static bool IsKept(Endpoint? endpoint) =>
        endpoint is not null && endpoint.Metadata.GetMetadata<SecretAnswer>() is null;

    private async Task Once(HttpContext context, RequestKey request)
    {
        var cancel = context.RequestAborted;
        var db = context.RequestServices.GetRequiredService<SeatmateDb>();
        var (scope, key, hash) = request;
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
            if (IsKept(context.Response.StatusCode))
                await Store(context, db, scope, key, answer);
            else
                await LetGo(db, scope, key);
            await transaction.CommitAsync(CancellationToken.None);
        }
        else
        {
            await transaction.RollbackAsync(CancellationToken.None);
        }
        await context.Response.Body.WriteAsync(answer, cancel);
    }

    /// <summary>Stores answers in the batch that has their effects; a key that somebody else stored meanwhile breaks
    /// it.</summary>
    public static NpgsqlBatchCommand StoreMany(IReadOnlyList<StoredRequest> answers) =>
        new(
            """
            INSERT INTO platform.repeated_requests (scope, key, request_hash, status, content_type, location, body)
            SELECT unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7)
            """
        )
        {
            Parameters =
            {
                new() { Value = answers.Select(answer => answer.Request.Scope).ToArray() },
                new() { Value = answers.Select(answer => answer.Request.Key).ToArray() },
                new() { Value = answers.Select(answer => answer.Request.Hash).ToArray() },
                new() { Value = answers.Select(answer => answer.Status).ToArray() },
                new() { Value = answers.Select(answer => answer.ContentType).ToArray() },
                new() { Value = answers.Select(answer => answer.Location).ToArray() },
                new() { Value = answers.Select(answer => answer.Body).ToArray() },
            },
        };

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

    private static Task<int> LetGo(SeatmateDb db, string scope, string key) =>
        db.Database.ExecuteSqlAsync(
            $"DELETE FROM platform.repeated_requests WHERE scope = {scope} AND key = {key}"
        );

    /// <summary>The key was used for something else.</summary>
    public static Problem Reused() =>
        new(422, "idempotency-key-reused", "This Idempotency-Key was used for another request.");

    private static async Task Replay(
        HttpContext context,
        SeatmateDb db,
        string scope,
        string key,
        byte[] hash
    ) =>
        await (await Kept(db, scope, key).SingleAsync(context.RequestAborted))
            .For(hash)
            .ExecuteAsync(context);

    /// <summary>What the request's key got before, else this refusal: for those whose answers are kept elsewhere, and
    /// who are refused before they come there. What was done is not denied because things are other since.</summary>
    public static async Task<IResult> KeptOr(HttpContext context, Problem refusal)
    {
        if (RequestKey.Of(context) is not { } request)
            return refusal;
        var db = context.RequestServices.GetRequiredService<SeatmateDb>();
        var kept = await Kept(db, request.Scope, request.Key).SingleOrDefaultAsync(context.RequestAborted);
        return kept?.For(request.Hash) ?? refusal;
    }

    /// <summary>What is there already, as the answer to a request that changed nothing: it is kept under the request's
    /// key, if it has one, and what the first under that key was shown is what all of them get.</summary>
    public static async Task<IResult> Keep<T>(HttpContext context, T shown)
    {
        if (RequestKey.Of(context) is not { } request)
            return TypedResults.Ok(shown);
        var (scope, key, hash) = request;
        var body = JsonSerializer.SerializeToUtf8Bytes(shown, JsonShape.Options);
        var db = context.RequestServices.GetRequiredService<SeatmateDb>();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO platform.repeated_requests (scope, key, request_hash, status, content_type, location, body)
            VALUES ({scope}, {key}, {hash}, 200, 'application/json; charset=utf-8', '', {body}) ON CONFLICT DO NOTHING
            """,
            context.RequestAborted
        );
        return (await Kept(db, scope, key).SingleAsync(context.RequestAborted)).For(hash);
    }

    private static IQueryable<KeptAnswer> Kept(SeatmateDb db, string scope, string key) =>
        db.Database.SqlQuery<KeptAnswer>(
            $"""
            SELECT request_hash AS "RequestHash", status AS "Status", content_type AS "ContentType",
                location AS "Location", body AS "Body"
            FROM platform.repeated_requests WHERE scope = {scope} AND key = {key} AND status IS NOT NULL
            """
        );

    private static string Scope(HttpContext context) =>
        Caller.From(context.User) is { } caller
            ? $"user:{caller.UserId}"
            : $"address:{CallerAddress.NetworkOf(context)}";

    /// <summary>Of what is asked, of the token that a guest shows, and of the body, which is kept in memory for
    /// whoever reads it next.</summary>
    private static async Task<byte[]> HashRequest(HttpContext context)
    {
        var request = context.Request;
        var body = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, Limits.BodyBytesMax));
        await request.Body.CopyToAsync(body, context.RequestAborted);
        var guest = string.Concat(request.Headers[GuestEntry.Header].Select(token => $"{token}\n"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            Encoding.UTF8.GetBytes(
                $"{guest}{request.Method} {request.Path.Value?.TrimEnd('/')}{request.QueryString}\n"
            )
        );
        hash.AppendData(body.GetBuffer().AsSpan(0, (int)body.Length));
        body.Position = 0;
        request.Body = body;
        return hash.GetHashAndReset();
    }

    private sealed record KeptAnswer(
        byte[] RequestHash,
        int Status,
        string? ContentType,
        string? Location,
        byte[] Body
    ) : IResult
    {
        /// <summary>Itself, unless the key was used for something else.</summary>
        public IResult For(byte[] hash) => RequestHash.AsSpan().SequenceEqual(hash) ? this : Reused();

        public Task ExecuteAsync(HttpContext context)
        {
            context.Response.StatusCode = Status;
            context.Response.ContentType = ContentType;
            if (Location?.Length > 0)
                context.Response.Headers.Location = Location;
            return context.Response.Body.WriteAsync(Body, context.RequestAborted).AsTask();
        }
    }
}

/// <summary>An answer to be kept for a request that may come again.</summary>
public sealed record StoredRequest(
    RequestKey Request,
    int Status,
    string ContentType,
    string Location,
    byte[] Body
);
