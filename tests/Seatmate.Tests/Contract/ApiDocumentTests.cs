using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seatmate.Tests.Contract;

/// <summary>The OpenAPI document is a promise: clients are generated from docs/openapi.json, which must be what the server says.</summary>
public sealed class ApiDocumentTests
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task The_document_equals_the_stored_one()
    {
        var stored = Path.Combine(Source.Root, "docs", "openapi.json");
        var document = JsonNode.Parse((await TestServer.Shared.Anyone.Get("/openapi/v1.json")).Bytes)!;
        var now = Sorted(document).ToJsonString(Readable) + "\n";
        if (Environment.GetEnvironmentVariable("SNAPSHOT") == "update")
            await File.WriteAllTextAsync(stored, now);

        var before = File.Exists(stored) ? await File.ReadAllTextAsync(stored) : "";

        now.ShouldBe(
            before,
            "The API has changed. If that is meant, run `SNAPSHOT=update dotnet test`, read the difference of docs/openapi.json "
                + "as a client would, note it in CHANGELOG.md, and commit both."
        );
    }

    /// <summary>Keys in the order of the alphabet, so that only what changed differs; lists keep their order.</summary>
    private static JsonNode Sorted(JsonNode node) =>
        node switch
        {
            JsonObject some => new JsonObject(
                some.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .Select(pair =>
                        KeyValuePair.Create(pair.Key, pair.Value is null ? null : Sorted(pair.Value))
                    )
            ),
            JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Sorted(item))]),
            _ => node.DeepClone(),
        };
}
