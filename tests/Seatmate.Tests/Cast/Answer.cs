using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Seatmate.Tests;

/// <summary>What a server answered, and short ways to say what it should have been. A failed assertion shows the whole
/// answer and, for a 5xx, what the server logged.</summary>
public sealed class Answer
{
    private readonly string request;
    private readonly TestServer server;
    private readonly Lazy<JsonElement> json;

    private Answer(string request, HttpResponseMessage response, byte[] bytes, TestServer server)
    {
        this.request = request;
        this.server = server;
        Status = (int)response.StatusCode;
        Headers = response.Headers;
        ContentType = response.Content.Headers.ContentType?.ToString();
        Bytes = bytes;
        json = new(() => JsonDocument.Parse(Bytes).RootElement);
    }

    public int Status { get; }
    public HttpResponseHeaders Headers { get; }
    public string? ContentType { get; }
    public byte[] Bytes { get; }
    public string Body => Encoding.UTF8.GetString(Bytes);
    public JsonElement Json => json.Value;
    public JsonElement this[string field] => Json.GetProperty(field);
    public long Id => this["id"].GetInt64();

    /// <summary>The elements of a list.</summary>
    public List<JsonElement> Rows => [.. Json.EnumerateArray()];

    /// <summary>The address of the next page by the Link header, or null on the last.</summary>
    public string? Next =>
        Header("Link") is { } link && link.EndsWith("; rel=\"next\"", StringComparison.Ordinal)
            ? link[1..link.IndexOf('>', StringComparison.Ordinal)]
            : null;

    public static async Task<Answer> Read(string request, HttpResponseMessage response, TestServer server) =>
        new(request, response, await response.Content.ReadAsByteArrayAsync(), server);

    public string? Header(string name) =>
        Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    public string? Text(string field) => this[field].GetString();

    public decimal Decimal(string field) => this[field].GetDecimal();

    public Answer ShouldBe(int status)
    {
        if (Status != status)
            throw new ShouldAssertException($"should have been {status}, but {this}");
        return this;
    }

    /// <summary>An error in the one shape, with this code and, if it is given, exactly this text.</summary>
    public Answer ShouldFail(int status, string code, string? error = null)
    {
        ShouldBe(status).ShouldBeProblem();
        Text("code").ShouldBe(code, ToString());
        if (error is not null)
            Text("error").ShouldBe(error, ToString());
        return this;
    }

    /// <summary>A validation error that names this field (and, if it is given, says exactly this of it).</summary>
    public Answer ShouldBeInvalid(string field, string? text = null)
    {
        ShouldFail(400, "validation");
        this["error"].TryGetProperty(field, out var texts).ShouldBeTrue($"should name {field}: {this}");
        if (text is not null)
            texts.EnumerateArray().Select(each => each.GetString()).ShouldContain(text, ToString());
        return this;
    }

    /// <summary>A refusal of what was asked: 4xx in the one shape.</summary>
    public Answer ShouldBeRefusal()
    {
        if (Status is < 400 or >= 500)
            throw new ShouldAssertException($"should have been refused, but {this}");
        return ShouldBeProblem();
    }

    /// <summary>Anything but an error of ours: a success, or a refusal in the one shape.</summary>
    public Answer ShouldBeFine() => Status is >= 200 and < 300 ? this : ShouldBeRefusal();

    /// <summary>The shape of every error, whatever its status.</summary>
    public Answer ShouldBeProblem()
    {
        ContentType.ShouldBe("application/problem+json", ToString());
        Text("type").ShouldBe("about:blank", ToString());
        Text("title").ShouldNotBeNullOrWhiteSpace(ToString());
        this["status"].GetInt32().ShouldBe(Status, ToString());
        Text("code").ShouldNotBeNull().ShouldMatch("^[a-z0-9]+(-[a-z0-9]+)*$", ToString());
        if (this["error"].ValueKind == JsonValueKind.String)
        {
            Text("error").ShouldNotBeNullOrWhiteSpace(ToString());
            Text("detail").ShouldBe(Text("error"), ToString());
            return this;
        }
        var fields = this["error"].EnumerateObject().ToList();
        fields.ShouldNotBeEmpty(ToString());
        fields.ShouldAllBe(
            field => field.Value.EnumerateArray().All(text => text.GetString()!.Length > 0),
            ToString()
        );
        return this;
    }

    public override string ToString() =>
        $"{request} answered {Status} {Body}" + (Status >= 500 ? $"\nlogged: {server.Errors.Last}" : "");
}
