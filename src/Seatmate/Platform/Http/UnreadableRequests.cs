using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Seatmate.Platform.Http;

/// <summary>Answers in the one error shape what Kestrel itself refuses, because it cannot make a request of it that
/// the pipeline could see. Kestrel tells of a refusal before it answers, and adds nothing to an answer that has
/// started. So the head is started through Kestrel, which has set the status, and the body follows into the pipe of
/// the connection: all answers before are in there whole by then, and the connection ends with this one. An
/// ordinary request never comes by here.</summary>
public sealed class UnreadableRequests : IObserver<KeyValuePair<string, object?>>
{
    private const string Refusal = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    /// <summary>From now on and as long as the application lives.</summary>
    public static void Listen(IServiceProvider services) =>
        services
            .GetRequiredService<DiagnosticListener>()
            .Subscribe(new UnreadableRequests(), (name, _, _) => name == Refusal);

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (
            value is { Key: Refusal, Value: IFeatureCollection refused }
            && refused.Get<IConnectionTransportFeature>() is { Transport.Output: var output }
            && refused.Get<IHttpResponseFeature>() is { HasStarted: false } response
        )
            Answer(refused, response, output);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    private static void Answer(IFeatureCollection refused, IHttpResponseFeature response, PipeWriter output)
    {
        var problem = ErrorShape.ByStatus(response.StatusCode).Body;
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, JsonShape.Options);
        response.Headers.ContentType = "application/problem+json";
        response.Headers.ContentLength = body.Length;
        response.Headers.Connection = "close";
        BrowserSafety.Protect(response.Headers);
        var started = refused.GetRequiredFeature<IHttpResponseBodyFeature>().StartAsync();
        if (!started.IsCompletedSuccessfully)
            return;
        if (!HttpMethods.IsHead(refused.GetRequiredFeature<IHttpRequestFeature>().Method))
            output.Write(body);
        _ = output.FlushAsync().AsTask();
    }
}
