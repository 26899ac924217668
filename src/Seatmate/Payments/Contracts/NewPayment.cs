using System.Security.Cryptography;
using Npgsql;
using Seatmate.Payments.Sandbox;

namespace Seatmate.Payments.Contracts;

/// <summary>A payment to be asked for together with the order it is for, in a lane's batch. The sandbox takes it: it
/// is the provider of this installation.</summary>
public sealed record NewPayment(long OrderId, string Reference, long AmountMinor)
{
    /// <summary>A reference nobody can guess: who has it may pay.</summary>
    public static string NewReference() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Where the buyer pays what has this reference.</summary>
    public static string PayUrl(string reference) => SandboxProvider.PathTo(reference);

    public static NpgsqlBatchCommand RequestMany(
        IReadOnlyList<NewPayment> payments,
        string currency,
        string description,
        DateTimeOffset expiresAt
    ) =>
        new(
            """
            INSERT INTO payments.payments (reference, provider, order_id, amount_minor, currency, description, state, expires_at)
            SELECT reference, $7, order_id, amount_minor, $1, $2, 'pending', $3
            FROM unnest($4, $5, $6) AS due(reference, order_id, amount_minor)
            """
        )
        {
            Parameters =
            {
                new() { Value = currency },
                new() { Value = description },
                new() { Value = expiresAt },
                new() { Value = payments.Select(payment => payment.Reference).ToArray() },
                new() { Value = payments.Select(payment => payment.OrderId).ToArray() },
                new() { Value = payments.Select(payment => payment.AmountMinor).ToArray() },
                new() { Value = SandboxProvider.ProviderName },
            },
        };
}
