using System.Text.Json;

namespace Seatmate.Platform.Http;

/// <summary>Brings the framework's own errors (validation, unknown address, wrong method) into the one error
/// shape.</summary>
public sealed class ErrorShape : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        if (context.HttpContext.Response.StatusCode == 404 && Pages.IsLostVisitor(context.HttpContext))
            return new(Pages.Show().ExecuteAsync(context.HttpContext));
        var problem = context.ProblemDetails is HttpValidationProblemDetails validation
            ? Problem.Invalid(validation.Errors.ToDictionary(Field, Texts, StringComparer.Ordinal))
            : ByStatus(context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode);
        return new(problem.ExecuteAsync(context.HttpContext));
    }

    /// <summary>`Sections[0].Name` becomes `sections[0].name`.</summary>
    private static string Field(KeyValuePair<string, string[]> error) =>
        string.Join('.', error.Key.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));

    private static string[] Texts(KeyValuePair<string, string[]> error) => [.. error.Value.Select(Told)];

    /// <summary>The framework's texts speak of C# properties; ours do not.</summary>
    public static string Told(string text)
    {
        if (text.EndsWith("field is required.", StringComparison.Ordinal))
            return Problem.MissingText;
        if (!text.StartsWith("The field ", StringComparison.Ordinal))
            return text;
        if (After(text, " must be between ") is { } range)
            return $"Must be between {range}";
        if (After(text, " with a maximum length of ") is { } max)
            return $"Length must be at most {Number(max)}.";
        if (After(text, " with a minimum length of ") is { } min)
            return Number(min) == "1" ? Problem.MissingText : $"Length must be at least {Number(min)}.";
        return "Not a valid value.";
    }

    private static string? After(string text, string words) =>
        text.IndexOf(words, StringComparison.Ordinal) is var at and >= 0 ? text[(at + words.Length)..] : null;

    private static string Number(string quoted) => quoted.Trim('\'', '.');

    public static Problem ByStatus(int status) =>
        status switch
        {
            400 => Problem.Refused("unreadable-request", "The request cannot be read."),
            404 => Problem.NotFound("There is nothing at this address"),
            405 => new(405, "method-not-allowed", "This address does not do that"),
            408 => new(408, "too-slow", "The request did not arrive in time."),
            411 => new(411, "length-required", "Say how long the body is."),
            413 => Problem.TooLarge(),
            414 => new(414, "address-too-long", "The address is too long."),
            415 => new(415, "unsupported-media-type", "Send the body as application/json."),
            431 => new(431, "headers-too-large", "The headers are too many or too long."),
            505 => new(505, "unknown-http-version", "Speak HTTP/1.1."),
            _ => new(
                status,
                "refused",
                Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status)
            ),
        };
}
