using Seatmate.Accounts.Contracts;

namespace Seatmate.Payments.Invoices;

/// <summary>What this module knows about a person, by their orders.</summary>
public static class PersonalRowsOfPayments
{
    public static readonly PersonalRows[] All =
    [
        new(
            "payments/payments",
            """
            SELECT to_jsonb(t) FROM payments.payments t JOIN ticketing.orders o ON o.id = t.order_id
            WHERE o.buyer_id = $1 ORDER BY t.id
            """,
            "payments.payments"
        ),
        new(
            "payments/invoices",
            """
            SELECT to_jsonb(t) FROM payments.invoices t JOIN ticketing.orders o ON o.id = t.order_id
            WHERE o.buyer_id = $1 ORDER BY t.id
            """,
            "payments.invoices"
        ),
    ];
}
