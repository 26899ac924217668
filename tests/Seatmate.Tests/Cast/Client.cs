using System.Net.Http.Headers;
using System.Net.Http.Json;
using Seatmate.Platform.Http;

namespace Seatmate.Tests;

/// <summary>Somebody at a server's door, with a token or without. Bodies are written as anonymous objects in the names
/// of the API (`new { user_name = "ben" }`), so that a test reads like the request it makes.</summary>
public class Client(TestServer server, string? token)
{
    public TestServer Server { get; } = server;
    public string? Token { get; } = token;

    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, null, headers);

    public Task<Answer> Post(
        string path,
        object? body = null,
        params (string Name, string Value)[] headers
    ) => Send(HttpMethod.Post, path, Json(body), headers);

    public Task<Answer> Put(string path, object body, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Put, path, Json(body), headers);

    public Task<Answer> Patch(string path, object body, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Patch, path, Json(body), headers);

    public Task<Answer> Delete(string path, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Delete, path, null, headers);

    /// <summary>Any request, with a body as raw as wished.</summary>
    public virtual async Task<Answer> Send(
        HttpMethod method,
        string path,
        HttpContent? content = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Server.Http.SendAsync(request);
        return await Answer.Read($"{method} {path}", response, Server);
    }

    /// <summary>Walks a list through its Link headers to its end; every page as it came.</summary>
    public async Task<List<Answer>> GetPages(string path, int pagesMax = 100)
    {
        var pages = new List<Answer>();
        for (var next = path; next is not null && pages.Count < pagesMax; next = pages[^1].Next)
            pages.Add((await Get(next)).ShouldBe(200));
        return pages;
    }

    private static JsonContent? Json(object? body) =>
        body is null ? null : JsonContent.Create(body, body.GetType(), options: JsonShape.Options);
}
