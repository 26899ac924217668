using System.Text.Json;
using Seatmate.Platform.Http;

namespace Seatmate.Tests.Platform.Http;

public sealed class JsonShapeTests
{
    private static readonly Type[] Enums =
    [
        .. typeof(JsonShape).Assembly.GetTypes().Where(type => type is { IsEnum: true, IsPublic: true }),
    ];

    [Fact]
    public void Of_an_enum_each_word_is_read_as_it_is_written()
    {
        Enums.Length.ShouldBeGreaterThan(20);
        foreach (var type in Enums)
        foreach (var member in Enum.GetValues(type))
            Read(type, Word(type, member)).ShouldBe(member);
    }

    [Fact]
    public void Of_an_enum_nothing_else_is_read()
    {
        foreach (var type in Enums)
        {
            var words = Enum.GetValues(type).Cast<object>().Select(member => Word(type, member)).ToList();
            string[] wrong =
            [
                string.Join(',', words),
                $"{words[0]}, {words[0]}",
                $" {words[0]}",
                words[0].ToUpperInvariant(),
                "0",
                "",
            ];
            foreach (var text in wrong.Except(words))
                Should.Throw<JsonException>(() => Read(type, text), $"{type.Name} from '{text}'");
            Should.Throw<JsonException>(() => JsonSerializer.Deserialize("0", type, JsonShape.Options));
        }
    }

    [Fact]
    public async Task A_list_of_words_is_not_one_of_them()
    {
        var ada = await Cast.Ada();

        (
            await ada.Post("/keys", new { name = "k", scopes = new[] { "manage_events,read_orders" } })
        ).ShouldBeInvalid("scopes[0]");
        (await ada.Post("/keys", new { name = "k", scopes = new[] { "READ_EVENTS" } })).ShouldBeInvalid(
            "scopes[0]"
        );
    }

    private static string Word(Type type, object member) =>
        JsonSerializer.SerializeToElement(member, type, JsonShape.Options).GetString()!;

    private static object? Read(Type type, string word) =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(word), type, JsonShape.Options);
}
