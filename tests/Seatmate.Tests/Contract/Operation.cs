using System.Text.Json.Nodes;

namespace Seatmate.Tests.Contract;

public sealed record Parameter(string Name, IReadOnlySet<string> Types);

/// <summary>One operation as the running server's OpenAPI document describes it.</summary>
public sealed class Operation
{
    private readonly JsonNode node;
    private readonly JsonNode document;

    private Operation(HttpMethod method, string path, JsonNode node, JsonNode document)
    {
        Method = method;
        Path = path;
        this.node = node;
        this.document = document;
    }

    public HttpMethod Method { get; }
    public string Path { get; }
    public string? Id => (string?)node["operationId"];
    public string[] Tags => [.. (node["tags"] as JsonArray ?? []).Select(tag => (string)tag!)];
    public JsonObject Responses => (JsonObject)node["responses"]!;
    public bool AsksForToken => node["security"] is JsonArray { Count: > 0 };

    /// <summary>A guest's token stands in for a person's.</summary>
    public bool TakesGuests =>
        node["security"] is JsonArray ways && ways.Any(way => ((JsonObject)way!).ContainsKey("hold_token"));
    public bool HasBody => Schema is not null;
    public bool IsRead => Method == HttpMethod.Get;

    public List<Parameter> PathParameters => Parameters("path");
    public List<Parameter> QueryParameters => Parameters("query");

    /// <summary>The fields of the body that is expected, by name.</summary>
    public List<Parameter> Fields =>
        Schema is { } schema && Resolve(schema)["properties"] is JsonObject properties
            ? [.. properties.Select(pair => new Parameter(pair.Key, TypesOf(pair.Value!)))]
            : [];

    /// <summary>Those of them that must be there.</summary>
    public string[] RequiredFields =>
        Schema is { } schema && Resolve(schema)["required"] is JsonArray names
            ? [.. names.Select(name => (string)name!)]
            : [];

    private JsonNode? Schema => node["requestBody"]?["content"]?["application/json"]?["schema"];

    public static async Task<List<Operation>> All()
    {
        var answer = (await TestServer.Shared.Anyone.Get("/openapi/v1.json")).ShouldBe(200);
        var whole = JsonNode.Parse(answer.Bytes)!;
        return
        [
            .. from path in (JsonObject)whole["paths"]!
            from operation in (JsonObject)path.Value!
            select new Operation(HttpMethod.Parse(operation.Key), path.Key, operation.Value!, whole),
        ];
    }

    /// <summary>The address with these values in it, made safe for an address unless they are so already.</summary>
    public string Address(Func<string, string> valueOf) =>
        PathParameters.Aggregate(
            Path,
            (address, parameter) =>
                address.Replace($"{{{parameter.Name}}}", valueOf(parameter.Name), StringComparison.Ordinal)
        );

    public override string ToString() => $"{Id} ({Method} {Path})";

    private List<Parameter> Parameters(string place) =>
        [
            .. (node["parameters"] as JsonArray ?? [])
                .Where(parameter => (string?)parameter!["in"] == place)
                .Select(parameter => new Parameter(
                    (string)parameter!["name"]!,
                    TypesOf(parameter["schema"]!)
                )),
        ];

    private HashSet<string> TypesOf(JsonNode schema) =>
        Resolve(schema) switch
        {
            { } some when some["type"] is JsonArray several => [.. several.Select(type => (string)type!)],
            { } some when some["type"] is { } one => [(string)one!],
            { } some when some["enum"] is not null => ["string"],
            { } some when (some["oneOf"] ?? some["anyOf"]) is JsonArray either =>
            [
                .. either.SelectMany(TypesOf!),
            ],
            _ => [],
        };

    private JsonNode Resolve(JsonNode schema) =>
        (string?)schema["$ref"] is { } reference
            ? reference.TrimStart('#', '/').Split('/').Aggregate(document, (at, name) => at[name]!)
            : schema;
}
