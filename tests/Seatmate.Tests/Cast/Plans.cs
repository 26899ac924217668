using System.Text.Json;
using System.Text.Json.Nodes;
using Seatmate.Platform.Http;

namespace Seatmate.Tests;

/// <summary>What people of the cast usually say when they make something; a test says only what matters to
/// it.</summary>
public static class Plans
{
    private static int things;

    /// <summary>A word that nothing else of this run is called by.</summary>
    public static string Word(string start = "Quartet") => $"{start}{Interlocked.Increment(ref things)}x";

    /// <summary>Lists an event of their own; <paramref name="but"/> says what is different about it.</summary>
    public static async Task<Answer> List(this Person person, object? but = null) =>
        (await person.AskToList(but)).ShouldBe(201);

    public static Task<Answer> AskToList(this Person person, object? but = null) =>
        person.Post(
            "/events",
            With(
                new
                {
                    title = Word(),
                    date = "2030-05-01T20:00:00Z",
                    ticket_price = 12.5m,
                },
                but
            )
        );

    /// <summary>Writes a post.</summary>
    public static async Task<Answer> Write(this Person person, object? but = null) =>
        (await person.AskToWrite(but)).ShouldBe(201);

    public static Task<Answer> AskToWrite(this Person person, object? but = null) =>
        person.Post("/posts", With(new { title = "Who is going?", content = "I have two seats." }, but));

    /// <summary>The fields of the first, those of the second over them.</summary>
    public static JsonObject With(object usual, object? but)
    {
        var fields = JsonSerializer.SerializeToNode(usual, JsonShape.Options)!.AsObject();
        var others = but is null ? [] : JsonSerializer.SerializeToNode(but, JsonShape.Options)!.AsObject();
        foreach (var (name, value) in others)
            fields[name] = value?.DeepClone();
        return fields;
    }
}
