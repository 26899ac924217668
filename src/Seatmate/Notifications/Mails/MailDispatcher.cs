using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Notifications.Mails;

/// <summary>Sends what waits in the queue, so many mails at once (MAIL_CONNECTIONS) in each process; the last place is
/// kept for what does not wait for bulk. A mail is sent at least once, with the same Message-ID each time; what is on
/// its way when the process stops gets a few seconds to arrive. While buyers rush in, mails trickle, but for codes
/// and the like, which somebody waits for.</summary>
public sealed class MailDispatcher(
    MailQueue queue,
    Smtp smtp,
    Settings settings,
    Rush rush,
    Trickle trickle,
    ILogger<MailDispatcher> log
) : BackgroundService
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RestAfterTrouble = TimeSpan.FromSeconds(1);

    private readonly SendingPlaces places = new(settings.MailConnections);

    public override void Dispose()
    {
        places.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!smtp.IsConfigured)
            return;
        await using var ending = places.EndSoonAfter(stoppingToken);
        await Task.WhenAll(Repeat(SendDue, stoppingToken), Repeat(SendLittle, stoppingToken));
        await places.AwaitAll();
    }

    /// <summary>Until the process stops; after a moment when nothing was sent.</summary>
    private async Task Repeat(Func<CancellationToken, Task<bool>> send, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await places.AwaitFree(stopping);
                if (!await send(stopping))
                    await Task.Delay(LookAgainAfter, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                log.LogTrouble(error, "The queue of mails will be looked at again in a moment");
                await Task.Delay(RestAfterTrouble, stopping)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Takes as many as there are places for, and lets them go on by themselves.</summary>
    private async Task<bool> SendDue(CancellationToken cancel)
    {
        var letters = await TakeDue(places.Free, cancel);
        foreach (var letter in letters)
            _ = SendInPlace(letter);
        return letters.Count > 0;
    }

    private Task<IReadOnlyList<Letter>> TakeDue(int free, CancellationToken cancel)
    {
        if (rush.IsOn)
            return queue.TakeAwaited(Math.Max(free, 1), cancel);
        var bulkToo = free > 1 || settings.MailConnections == 1;
        return queue.Take(bulkToo && free > 1 ? free - 1 : 1, bulkToo, cancel);
    }

    private async Task<bool> SendLittle(CancellationToken cancel)
    {
        if (!rush.IsOn)
            return false;
        await trickle.Run(
            "mails",
            async () =>
            {
                foreach (var letter in await queue.Take(1, bulkToo: true, cancel))
                    await SendInPlace(letter);
            },
            cancel
        );
        return true;
    }

    private Task SendInPlace(Letter letter) =>
        places.Send(
            sending => Send(letter, sending),
            error => log.LogWarning(error, "What became of mail {Mail} could not be noted", letter.Id)
        );

    private async Task Send(Letter letter, CancellationToken cancel)
    {
        var (outcome, error) = await smtp.Send(letter, cancel);
        switch (outcome)
        {
            case SmtpOutcome.Taken:
                await queue.Sent(letter.Id, CancellationToken.None);
                break;
            case SmtpOutcome.NotNow:
                log.LogWarning("Mail {Mail} is tried again later: {Error}", letter.Id, error);
                await queue.PutOff(letter, error, cancel);
                break;
            case SmtpOutcome.Never:
                log.LogWarning("Mail {Mail} is a dead letter: {Error}", letter.Id, error);
                await queue.Bury(letter.Id, error, cancel);
                break;
        }
    }
}
