namespace Seatmate.Platform.Http;

/// <summary>A request that may be repeated: whose it is, its Idempotency-Key, and what it says. An endpoint marked
/// <see cref="KeepsOwnAnswer"/> finds it in <see cref="HttpContext.Items"/> and stores its answer with its
/// effect.</summary>
public sealed record RequestKey(string Scope, string Key, byte[] Hash)
{
    public const string Header = "Idempotency-Key";

    private static readonly object Item = new();

    public static RequestKey? Of(HttpContext context) => context.Items[Item] as RequestKey;

    public void GiveTo(HttpContext context) => context.Items[Item] = this;
}

/// <summary>Marks an endpoint that stores the answers for repeated requests itself, in the transaction of their
/// effect.</summary>
public sealed class KeepsOwnAnswer;

/// <summary>Marks an address that works long before it writes, as on a password's hash. With a key it has a connection
/// meanwhile, so that only few may do so at once.</summary>
public sealed class WorksLong;
