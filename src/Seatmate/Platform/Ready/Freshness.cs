using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Seatmate.Platform.Ready;

/// <summary>When this process last did something that ready answers may show. What other processes do is seen by age
/// alone.</summary>
public sealed class Freshness : DbTransactionInterceptor
{
    private long changedAt;
    private long committedAt;

    /// <summary>Since when something may be shown otherwise, or not at all: no older answer is given any
    /// more.</summary>
    public long ChangedAt => Interlocked.Read(ref changedAt);

    /// <summary>The last commit of anything: older answers are renewed early while that is cheap.</summary>
    public long CommittedAt => Interlocked.Read(ref committedAt);

    public void Changed() => Interlocked.Exchange(ref changedAt, Stopwatch.GetTimestamp());

    public void Committed() => Interlocked.Exchange(ref committedAt, Stopwatch.GetTimestamp());

    public override Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Committed();
        return Task.CompletedTask;
    }
}
