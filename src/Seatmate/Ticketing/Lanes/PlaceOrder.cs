using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Lanes;

/// <summary>An answer as it goes over the wire, and as it is kept for a repetition.</summary>
public sealed record LaneAnswer(int Status, string ContentType, string? Location, byte[] Body);

/// <summary>One buyer's wish in the queue of its event, until its answer is there.</summary>
public sealed class PlaceOrder(
    long buyerId,
    string section,
    int count,
    RequestKey? key,
    CancellationToken cancel
)
{
    private readonly TaskCompletionSource<LaneAnswer> answer = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public long BuyerId { get; } = buyerId;
    public string Section { get; } = section;
    public int Count { get; } = count;
    public RequestKey? Key { get; } = key;

    /// <summary>Nobody waits for it any more; it is dropped before its batch, never in it.</summary>
    public bool IsCancelled => cancel.IsCancellationRequested;

    public Task<LaneAnswer> Answer => answer.Task;

    public bool IsAnswered => answer.Task.IsCompleted;

    public void Succeed(LaneAnswer given) => answer.TrySetResult(given);

    public void Fail(Exception error) => answer.TrySetException(error);

    public void Drop() => answer.TrySetCanceled(cancel);
}
