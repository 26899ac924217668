namespace Seatmate.Platform.Ready;

/// <summary>What is asked at an address, without whoever asked: no person, no headers, no host.</summary>
public sealed class ReadyQuestion
{
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(30);

    private readonly Endpoint endpoint;
    private readonly RouteValueDictionary routeValues;
    private readonly PathString path;
    private readonly QueryString query;

    public ReadyQuestion(HttpContext context)
    {
        endpoint = context.GetEndpoint()!;
        routeValues = new(context.Request.RouteValues);
        path = context.Request.Path;
        query = context.GetEndpoint()?.Metadata.GetMetadata<ReadyRoute>() is { KnowsQueries: false }
            ? QueryString.Empty
            : context.Request.QueryString;
    }

    /// <summary>Runs the endpoint for somebody who is not signed in, in a scope of its own.</summary>
    public async Task<ReadyAnswer> Ask(IServiceScopeFactory scopes, long begunAt, ReadyAnswer? before)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var patience = new CancellationTokenSource(AnsweredWithin);
        using var body = new MemoryStream();
        var context = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            RequestAborted = patience.Token,
        };
        (context.Request.Method, context.Request.Scheme) = (HttpMethods.Get, Uri.UriSchemeHttp);
        (context.Request.Path, context.Request.QueryString) = (path, query);
        context.Request.RouteValues = new(routeValues);
        context.SetEndpoint(endpoint);
        context.Response.Body = body;
        await endpoint.RequestDelegate!(context);
        await context.Response.CompleteAsync();
        return ReadyAnswer.From(context, body.ToArray(), begunAt, before);
    }
}
