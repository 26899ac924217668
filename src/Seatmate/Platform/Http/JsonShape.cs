using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seatmate.Platform.Http;

/// <summary>How JSON looks in every request and answer: snake_case, numbers as numbers, enums as words, instants in
/// UTC with a Z, UTF-8 as it is (answers are never HTML: their type is JSON and browsers may not guess).</summary>
public static class JsonShape
{
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>A member of an enum as it is written in JSON.</summary>
    public static string Word<T>(T member)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{member}");

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.MaxDepth = 32;
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new WordConverters());
    }

    /// <summary>The library's converter takes lists of words too, and other cases, and makes another member of
    /// them.</summary>
    private sealed class WordConverters : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(WordConverter<>).MakeGenericType(typeToConvert))!;
    }

    private sealed class WordConverter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<T, JsonEncodedText> Words = Enum.GetValues<T>()
            .ToDictionary(member => member, member => JsonEncodedText.Encode(Word(member)));
        private static readonly Dictionary<string, T> Members = Words.ToDictionary(
            pair => pair.Value.Value,
            pair => pair.Key,
            StringComparer.Ordinal
        );

        public override T Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) =>
            reader.TokenType == JsonTokenType.String
            && Members.TryGetValue(reader.GetString()!, out var member)
                ? member
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Words[value]);
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => reader.GetDateTimeOffset();

        public override void Write(
            Utf8JsonWriter writer,
            DateTimeOffset value,
            JsonSerializerOptions options
        ) => writer.WriteStringValue(value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'"));
    }
}
