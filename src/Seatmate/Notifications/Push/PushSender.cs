using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Seatmate.Notifications.Mails;
using Seatmate.Notifications.Notes;
using Seatmate.Platform;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Push;

/// <summary>What became of a push; `After` is how long its service wants to be left alone.</summary>
public sealed record PushResult(PushOutcome Outcome, string Error = "", TimeSpan? After = null);

public enum PushOutcome
{
    Taken,
    NotNow,
    Refused,
    BrowserGone,
}

/// <summary>The one place that talks to push services (RFC 8030), with the person's words encrypted for their browser.
/// A message of the same cause replaces the one before, on the way and on the screen: what is sent twice is seen
/// once.</summary>
public sealed class PushSender(Vapid vapid, MailTemplates templates, Settings settings, TimeProvider clock)
    : IDisposable
{
    private const int TitleLengthMax = 200;
    private const int TextLengthMax = 400;
    private const int TopicBytes = 18;
    private static readonly TimeSpan AfterMax = TimeSpan.FromHours(24);

    private readonly HttpClient http = OutgoingHttp.Client(settings.PushServices);

    public void Dispose() => http.Dispose();

    public async Task<PushResult> Send(WaitingPush push, CancellationToken cancel)
    {
        if (MailKinds.Noted.FirstOrDefault(kind => kind.Name == push.Kind) is not { } kind)
            return new(PushOutcome.Refused, "There are no words for its kind any more.");
        using var request = Request(push, kind);
        try
        {
            using var answer = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancel
            );
            return Result(answer);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return new(PushOutcome.NotNow, error.Message);
        }
    }

    private HttpRequestMessage Request(WaitingPush push, MailKind kind)
    {
        var topic = Topic(push);
        var message = new ByteArrayContent(push.Keys.Encrypt(Words(push, topic)));
        message.Headers.ContentType = new("application/octet-stream");
        message.Headers.ContentEncoding.Add("aes128gcm");
        var request = new HttpRequestMessage(HttpMethod.Post, push.Endpoint) { Content = message };
        request.Headers.TryAddWithoutValidation("Authorization", vapid.Authorization(push.Endpoint));
        request.Headers.Add("TTL", $"{(int)push.Left.TotalSeconds}");
        request.Headers.Add("Urgency", kind.Urgency.ToString().ToLowerInvariant());
        request.Headers.Add("Topic", topic);
        return request;
    }

    /// <summary>What the service worker of the web app reads. The words are cut long before a message is too
    /// long.</summary>
    private byte[] Words(WaitingPush push, string tag)
    {
        var (title, text) = templates.Brief(push.Kind, push.Language, NoteValues.Read(push.Details));
        var words = new
        {
            title = Cut(title, TitleLengthMax),
            text = Cut(text, TextLengthMax),
            link = push.Link,
            language = push.Language,
            tag,
        };
        return JsonSerializer.SerializeToUtf8Bytes(words, JsonShape.Options);
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";

    private static string Topic(WaitingPush push) =>
        Base64Url.EncodeToString(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{push.Kind}.{push.Cause}")).AsSpan(0, TopicBytes)
        );

    /// <summary>401 and 403 are about our own key or clock and not about the browser: they end when somebody mends
    /// that.</summary>
    private PushResult Result(HttpResponseMessage answer)
    {
        var error = $"It answers {(int)answer.StatusCode}.";
        return answer.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous => new(PushOutcome.Taken),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new(PushOutcome.BrowserGone, error),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(PushOutcome.NotNow, error),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new(
                PushOutcome.NotNow,
                error,
                After(answer.Headers.RetryAfter)
            ),
            _ => new(PushOutcome.Refused, error),
        };
    }

    private TimeSpan? After(RetryConditionHeaderValue? asked)
    {
        var after = asked?.Delta ?? asked?.Date - clock.GetUtcNow();
        return after is { } time && time > TimeSpan.Zero
            ? TimeSpan.FromTicks(Math.Min(time.Ticks, AfterMax.Ticks))
            : null;
    }
}
