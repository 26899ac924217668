using Microsoft.Extensions.Primitives;

namespace Seatmate.Platform.Ready;

/// <summary>What a public address answers to anybody, as bytes. Nothing of it was read from the database before <see
/// cref="BegunAt"/>.</summary>
public sealed class ReadyAnswer
{
    private const int BodyMax = 1024 * 1024;
    private const int OverheadBytes = 1024;
    private static readonly StringValues Varies = "Origin, Accept-Encoding, Authorization, Cookie";
    private static readonly StringValues Revalidate = "no-cache";
    private static readonly object MadeFor = new();

    private readonly int status;
    private readonly StringValues contentType;
    private readonly StringValues link;
    private readonly StringValues tag;
    private readonly ReadyBytes bytes;
    private readonly IReadOnlyCollection<long>? everybodyBut;

    private ReadyAnswer(HttpContext context, long begunAt, ReadyBytes content)
    {
        var headers = context.Response.Headers;
        BegunAt = begunAt;
        bytes = content;
        status = context.Response.StatusCode;
        contentType = headers.ContentType;
        link = headers.Link;
        tag = headers.ETag.Count > 0 ? headers.ETag : content.Tag;
        everybodyBut = context.Items[MadeFor] as IReadOnlyCollection<long>;
    }

    /// <summary>When its making began, by <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long BegunAt { get; }

    /// <summary>Only what is there is worth remembering: what is not there is as many addresses as there are
    /// words.</summary>
    public bool IsWorthKeeping => status == StatusCodes.Status200OK && bytes.Plain.Length <= BodyMax;

    public int Weight => bytes.Weight + OverheadBytes;

    /// <summary>Declared by a use case while it answers: signed in or not, everybody gets this same answer. Where
    /// nothing is declared, it is for those who are not signed in.</summary>
    public static void IsForEverybody(HttpContext context) => IsForEverybodyBut(context, []);

    /// <summary>The same, but for these people, whose answer is their own.</summary>
    public static void IsForEverybodyBut(HttpContext context, IReadOnlyCollection<long> people) =>
        context.Items[MadeFor] = people;

    /// <summary>Declared by a use case whose answer also says things that do not count, such as when it was made: who
    /// has an answer with the same <paramref name="content"/> has this one.</summary>
    public static void IsNamedBy(HttpContext context, ReadOnlySpan<byte> content) =>
        context.Response.Headers.ETag = ReadyBytes.TagOf(content);

    /// <summary>What the response says; the same content as before is not compressed anew.</summary>
    public static ReadyAnswer From(HttpContext context, byte[] body, long begunAt, ReadyAnswer? before) =>
        new(
            context,
            begunAt,
            before is not null && before.bytes.Plain.AsSpan().SequenceEqual(body) ? before.bytes : new(body)
        );

    public bool IsFor(long? userId) =>
        userId is not { } id || (everybodyBut is not null && !everybodyBut.Contains(id));

    /// <summary>Tells caches that the answer depends on who asks and how, also where it is not a ready
    /// one.</summary>
    public static void AddVary(HttpResponse response) => response.Headers.Vary = Varies;

    public Task Send(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var headers = response.Headers;
        headers.Vary = Varies;
        response.StatusCode = status;
        if (status == StatusCodes.Status200OK)
        {
            headers.ETag = tag;
            headers.CacheControl = Revalidate;
            if (IsKnown(request.Headers.IfNoneMatch))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }
        headers.ContentType = contentType;
        if (link.Count > 0)
            headers.Link = link;
        var (body, encoding) = bytes.For(request.Headers.AcceptEncoding.ToString());
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        headers.ContentLength = body.Length;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>The client says that it has this very content (RFC 9110, 13.1.2).</summary>
    private bool IsKnown(StringValues ifNoneMatch)
    {
        foreach (var line in ifNoneMatch)
        foreach (var range in line.AsSpan().Split(','))
        {
            var said = line.AsSpan(range).Trim();
            if (said is "*" || Opaque(said).SequenceEqual(Opaque(tag.ToString())))
                return true;
        }
        return false;
    }

    private static ReadOnlySpan<char> Opaque(ReadOnlySpan<char> tag) =>
        tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}
