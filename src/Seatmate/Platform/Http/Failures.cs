using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Seatmate.Platform.Http;

/// <summary>Turns whatever escapes a handler into the one error shape. Requests that cannot be read are 4xx; a text
/// that PostgreSQL cannot store is 400; what vanished between a look and a write is 409; what is too much just now,
/// or a database that is away, is 503 and a line in the log; anything else is a bug of ours, logged, 500 and silent
/// about its cause.</summary>
public sealed class Failures(ILogger<Failures> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
            return true;
        var problem = Explain(exception);
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            log.LogWarning(
                "{Method} {Path} has to wait: {Reason}",
                httpContext.Request.Method,
                httpContext.Request.Path,
                exception.GetBaseException().Message
            );
        else if (problem.Status >= 500)
            log.LogError(
                exception,
                "{Method} {Path} failed",
                httpContext.Request.Method,
                httpContext.Request.Path
            );
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static Problem Explain(Exception exception) =>
        exception switch
        {
            RefusedException refused => refused.Problem,
            BadHttpRequestException { StatusCode: 413 } => Problem.TooLarge(),
            BadHttpRequestException { StatusCode: 415 } => Problem.UnsupportedMediaType(),
            BadHttpRequestException { InnerException: JsonException json } => Unreadable(json),
            BadHttpRequestException { StatusCode: < 500 } bad => new(
                bad.StatusCode,
                "unreadable-request",
                Tell(bad)
            ),
            JsonException json => Unreadable(json),
            BusyException busy => Problem.Busy(busy.Message),
            DbUpdateConcurrencyException => ChangedMeanwhile(),
            DbUpdateException { InnerException: PostgresException inner } => Explain(inner),
            // So EF wraps what may pass by itself.
            InvalidOperationException { InnerException: DbUpdateException inner } => Explain(inner),
            InvalidOperationException { InnerException: NpgsqlException inner } => Explain(inner),
            PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation } => ChangedMeanwhile(),
            PostgresException
            {
                SqlState: PostgresErrorCodes.CharacterNotInRepertoire
                    or PostgresErrorCodes.UntranslatableCharacter
            } => Problem.Refused("unreadable-text", "A text holds characters that cannot be stored."),
            NpgsqlException { IsTransient: true } or PostgresException { SqlState: "57P03" } => Away(),
            // A newer version's migration changed the table of a statement that was prepared; now it is prepared anew.
            PostgresException { SqlState: "0A000", Routine: "RevalidateCachedQuery" } => Away(),
            _ => new(500, "internal", "Something went wrong on our side."),
        };

    private static Problem Away() => Problem.Busy("The database does not answer just now.");

    private static Problem ChangedMeanwhile() =>
        Problem.Conflict(
            "changed-meanwhile",
            "This was changed or deleted at the same moment; please look again."
        );

    private static string Tell(BadHttpRequestException bad) =>
        bad.Message switch
        {
            var text when text.Contains("body", StringComparison.Ordinal) => "The body is missing.",
            var text when text.Contains("parameter", StringComparison.Ordinal) =>
                "A part of the address cannot be read as what it should be.",
            _ => "The request cannot be read.",
        };

    private static Problem Unreadable(JsonException json)
    {
        var field = (json.Path ?? "").TrimStart('$').TrimStart('.');
        return field.Length is 0 or > 100 || field.Any(char.IsControl)
            ? Problem.Refused("unreadable-json", "The body is not the JSON that is expected here.")
            : Problem.Invalid(field, "Not a valid value.");
    }
}

/// <summary>Thrown where a request is refused deep inside reading it.</summary>
public sealed class RefusedException(Problem problem) : Exception(problem.Code)
{
    public Problem Problem { get; } = problem;
}

/// <summary>Thrown where a bounded queue is full: answered 503 with Retry-After, nothing half done.</summary>
public sealed class BusyException(string message) : Exception(message);
