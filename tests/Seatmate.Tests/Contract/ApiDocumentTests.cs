using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Seatmate.Platform.Http;

namespace Seatmate.Tests.Contract;

/// <summary>The OpenAPI document is a promise: clients are generated from docs/openapi.json, which must be what the
/// server says.</summary>
public sealed class ApiDocumentTests(World world) : IClassFixture<World>
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

        if (now != before)
            throw new ShouldAssertException($"{HowToUpdate}\n{Difference(before, now)}");
    }

    private const string HowToUpdate =
        "The API has changed. If that is meant, run `SNAPSHOT=update dotnet test`, read the difference of docs/openapi.json as a "
        + "client would, note it in CHANGELOG.md, and commit both. What differs first:";

    private static string Difference(string before, string now)
    {
        const int shown = 15;
        var (stored, served) = (before.Split('\n'), now.Split('\n'));
        var same = stored.Zip(served).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"stored:\n{string.Join('\n', stored.Skip(same).Take(shown))}\nserved:\n{string.Join('\n', served.Skip(same).Take(shown))}";
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_module_and_a_form_of_its_answer()
    {
        var faults = new Faults();
        var operations = await Operation.All();
        foreach (var operation in operations)
        {
            faults.Check(
                $"{operation}",
                () => operation.Id.ShouldNotBeNull().ShouldMatch("^[A-Z][A-Za-z]+$")
            );
            faults.Check($"{operation}", () => operation.Tags.ShouldHaveSingleItem().ShouldBeOneOf(Tags));
            faults.Check(
                $"{operation}",
                () =>
                    operation
                        .Responses.Count(HasForm)
                        .ShouldBeGreaterThan(0, "no 2xx answer says what it holds")
            );
        }
        operations.Select(operation => operation.Id).ShouldBeUnique();

        faults.ShouldBeNone(checksMin: 30);
    }

    /// <summary>Where one of two must be said, and the refusal names one of them.</summary>
    private static readonly string[] EitherOr = ["ProveAgain.password", "ConfirmEmail.code"];

    [Fact]
    public async Task What_is_refused_because_it_is_missing_is_described_as_required()
    {
        var faults = new Faults();
        foreach (var operation in (await Operation.All()).Where(operation => operation.HasBody))
        {
            var answer = await world.Walker.Send(
                operation.Method,
                world.AddressOf(operation),
                JsonContent.Create(new { })
            );
            foreach (
                var field in Missing(answer).Where(field => !EitherOr.Contains($"{operation.Id}.{field}"))
            )
                faults.Check($"{operation} {field}", () => operation.RequiredFields.ShouldContain(field));
        }

        faults.ShouldBeNone(checksMin: 20);
    }

    private static IEnumerable<string> Missing(Answer answer) =>
        answer.Status == 400 && answer["error"] is { ValueKind: JsonValueKind.Object } fields
            ? fields
                .EnumerateObject()
                .Where(field =>
                    field.Value.EnumerateArray().Any(text => text.GetString() == Problem.MissingText)
                )
                .Select(field => field.Name)
            : [];

    private static readonly string[] Tags =
    [
        "Accounts",
        "Social",
        "Events",
        "Ticketing",
        "Payments",
        "Door",
        "Discovery",
        "Notifications",
        "Insight",
        "Platform",
    ];

    private static bool HasForm(KeyValuePair<string, JsonNode?> response) =>
        response.Key.StartsWith('2')
        && response.Value!["content"] is JsonObject content
        && content.Any(form => form.Value?["schema"] is not null);

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
