using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Metadata;

namespace Seatmate.Platform.Http;

/// <summary>What every error answers (RFC 9457, application/problem+json): `error` is the text, or for validation an
/// object {field: [texts]}; `code` is stable and kebab-case, for programs.</summary>
public sealed record ProblemBody(string Type, string Title, int Status, string Code, object Error)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    /// <summary>The thing as it is now, where the refusal itself changed it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? Current { get; init; }
}

/// <summary>An expected failure as the result of a request. Make one with the factories; they hold the texts and
/// codes that several slices share.</summary>
public sealed class Problem(int status, string code, object error) : IResult, IEndpointMetadataProvider
{
    public const string MissingText = "This field is required.";

    public int Status { get; } = status;
    public string Code { get; } = code;

    /// <summary>Seconds to wait, for answers that ask to try again.</summary>
    public int? RetryAfterSeconds { get; init; }

    public ProblemBody Body { get; private init; } =
        new("about:blank", Title(status), status, code, error) { Detail = error as string };

    /// <summary>The same, with what is there now.</summary>
    public Problem With(object current) =>
        new(Status, Code, Body.Error)
        {
            RetryAfterSeconds = RetryAfterSeconds,
            Body = Body with { Current = current },
        };

    public static Problem Missing(string field) => Invalid(field, MissingText);

    public static Problem Invalid(string field, string text) =>
        Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [text] });

    public static Problem Invalid(IReadOnlyDictionary<string, string[]> fields) =>
        new(StatusCodes.Status400BadRequest, "validation", fields);

    public static Problem Refused(string code, string text) =>
        new(StatusCodes.Status400BadRequest, code, text);

    public static Problem SignInNeeded() =>
        new(StatusCodes.Status401Unauthorized, "sign-in-needed", "Missing or invalid token");

    public static Problem Forbidden(string text) => new(StatusCodes.Status403Forbidden, "forbidden", text);

    public static Problem NotFound(string thing, long id) => NotFound($"{thing} with id {id} not found");

    public static Problem NotFound(string text) => new(StatusCodes.Status404NotFound, "not-found", text);

    public static Problem Conflict(string code, string text) =>
        new(StatusCodes.Status409Conflict, code, text);

    public static Problem Gone(string code, string text) => new(StatusCodes.Status410Gone, code, text);

    public static Problem UnsupportedMediaType() =>
        new(
            StatusCodes.Status415UnsupportedMediaType,
            "unsupported-media-type",
            "Send the body as application/json, in UTF-8."
        );

    public static Problem TooLarge() =>
        new(
            StatusCodes.Status413PayloadTooLarge,
            "too-large",
            $"A request may have at most {Limits.BodyBytesMax} bytes."
        );

    public static Problem Busy(string text) =>
        new(StatusCodes.Status503ServiceUnavailable, "busy", text) { RetryAfterSeconds = 2 };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (RetryAfterSeconds is { } seconds)
            httpContext.Response.Headers.RetryAfter = seconds.ToString();
        if (Status == StatusCodes.Status401Unauthorized)
            httpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return httpContext.Response.WriteAsJsonAsync(Body, JsonShape.Options, "application/problem+json");
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(400, typeof(ProblemBody), ["application/problem+json"])
        );

    private static string Title(int status) =>
        Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
