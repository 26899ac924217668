using Seatmate.Platform.Http;

namespace Seatmate.Platform.Ready;

/// <summary>Gives the answers of public addresses from memory (docs/adr/0021-ready-answers.md). An answer is made by
/// running the endpoint for somebody who is not signed in, so nothing private can be in it; it is given to those for
/// whom the endpoint declared it the same, and never when it is older than a second.</summary>
public sealed class ReadyAnswers(
    RequestDelegate next,
    ReadyMemory memory,
    Freshness freshness,
    IServiceScopeFactory scopes,
    ILogger<ReadyAnswers> log
)
{
    public Task InvokeAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<ReadyRoute>() is { } route)
            return route.KeyOf(context.Request) is { } key ? Answer(context, key) : Ordinarily(context);
        if (metadata?.GetMetadata<ChangesReadyAnswers>() is not null)
            context.Response.OnStarting(Changed);
        return next(context);
    }

    private Task Answer(HttpContext context, string key)
    {
        var slot = memory.Slot(key, context);
        var earliest = slot.Earliest(freshness);
        return slot.AtHand(earliest, Make) is { } answer
            ? Give(answer, context)
            : Wait(slot, earliest, context);
    }

    private async Task Wait(ReadySlot slot, long earliest, HttpContext context)
    {
        var answer = await slot.Renewed(earliest, Make).WaitAsync(context.RequestAborted);
        await Give(answer, context);
    }

    private Task Give(ReadyAnswer answer, HttpContext context) =>
        answer.IsFor(Caller.From(context.User)?.UserId) ? answer.Send(context) : Ordinarily(context);

    private Task Ordinarily(HttpContext context)
    {
        ReadyAnswer.AddVary(context.Response);
        return next(context);
    }

    /// <summary>What cannot be made stays as it is and goes out of date; those who wait are told why.</summary>
    private async Task<ReadyAnswer> Make(ReadySlot slot, long begunAt)
    {
        try
        {
            var answer = await slot.Question.Ask(scopes, begunAt, slot.Kept);
            memory.Keep(slot, answer);
            return answer;
        }
        catch (OperationCanceledException slow)
        {
            log.LogWarning(slow, "{Address} could not be renewed in time", slot.Key);
            throw new BusyException("This takes too long just now.");
        }
        finally
        {
            if (slot.Kept is null)
                memory.Keep(slot, null);
        }
    }

    private Task Changed()
    {
        freshness.Changed();
        return Task.CompletedTask;
    }
}
