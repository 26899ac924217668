using System.Text.Json;
using System.Text.Json.Nodes;
using Seatmate.Platform;

namespace Seatmate.Notifications.Notes;

/// <summary>The values of a note as JSON. A wall time, a day and an amount stay what they are, to be written as each
/// language does.</summary>
public static class NoteValues
{
    public static string Write(IReadOnlyDictionary<string, object?> values)
    {
        var json = new JsonObject();
        foreach (var (name, value) in values)
            json[name] = Write(value);
        return json.ToJsonString();
    }

    public static Dictionary<string, object?> Read(string json) =>
        JsonNode
            .Parse(json)!
            .AsObject()
            .ToDictionary(pair => pair.Key, pair => Read(pair.Value), StringComparer.Ordinal);

    private static JsonNode? Write(object? value) =>
        value switch
        {
            null => null,
            string text => JsonValue.Create(text),
            Uri address => JsonValue.Create(address.AbsoluteUri),
            bool or int or long => JsonValue.Create(value),
            DateTime local => new JsonObject { ["at"] = local },
            DateOnly day => new JsonObject { ["day"] = JsonValue.Create(day) },
            Money money => new JsonObject { ["minor"] = money.AmountMinor, ["currency"] = money.Currency },
            _ => throw new InvalidOperationException($"A note cannot keep a {value.GetType().Name}."),
        };

    private static object? Read(JsonNode? node) =>
        node switch
        {
            null => null,
            JsonObject value when value["at"] is { } at => at.GetValue<DateTime>(),
            JsonObject value when value["day"] is { } day => day.GetValue<DateOnly>(),
            JsonObject value => new Money(
                value["minor"]!.GetValue<long>(),
                value["currency"]!.GetValue<string>()
            ),
            _ => node.GetValueKind() switch
            {
                JsonValueKind.String => node.GetValue<string>(),
                JsonValueKind.Number => node.GetValue<long>(),
                var kind => kind == JsonValueKind.True,
            },
        };
}
