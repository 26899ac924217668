using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Notifications.Push;

/// <summary>Sends what waits to be pushed, so many at once in each process, and a trickle while buyers rush in. A push
/// is sent at least once; what is on its way when the process stops gets a few seconds to arrive.</summary>
public sealed class PushDispatcher(
    PushQueue queue,
    PushSender sender,
    Rush rush,
    Trickle trickle,
    ILogger<PushDispatcher> log
) : BackgroundService
{
    private const int AtOnceMax = 20;
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly SendingPlaces places = new(AtOnceMax);

    public override void Dispose()
    {
        places.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var ending = places.EndSoonAfter(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await SendDue(stoppingToken))
                    await Task.Delay(LookAgainAfter, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                log.LogTrouble(error, "The queue of pushes will be looked at again in a moment");
                await Task.Delay(LookAgainAfter, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await places.AwaitAll();
    }

    /// <summary>Takes as many as there are places for, and lets them go on by themselves; whether there may be
    /// more.</summary>
    private async Task<bool> SendDue(CancellationToken cancel)
    {
        await places.AwaitFree(cancel);
        if (rush.IsOn)
        {
            await trickle.Run("pushes", () => SendLittle(cancel), cancel);
            return true;
        }
        var taken = await queue.Take(places.Free, cancel);
        foreach (var push in taken)
            _ = SendInPlace(push);
        return taken.Count > 0;
    }

    private async Task SendLittle(CancellationToken cancel)
    {
        foreach (var push in await queue.Take(1, cancel))
            await SendInPlace(push);
    }

    private Task SendInPlace(WaitingPush push) =>
        places.Send(
            async sending => await Note(push, await sender.Send(push, sending), CancellationToken.None),
            error => log.LogWarning(error, "What became of push {Push} could not be noted", push.Id)
        );

    private Task Note(WaitingPush push, PushResult result, CancellationToken cancel)
    {
        if (result.Outcome is PushOutcome.NotNow or PushOutcome.Refused)
            log.LogWarning("Push {Push} was not taken: {Error}", push.Id, result.Error);
        return result.Outcome switch
        {
            PushOutcome.Taken => queue.Delivered(push, cancel),
            PushOutcome.NotNow => queue.PutOff(push, result.After, cancel),
            PushOutcome.Refused => queue.Drop(push, cancel),
            PushOutcome.BrowserGone => queue.Forget(push, cancel),
        };
    }
}
