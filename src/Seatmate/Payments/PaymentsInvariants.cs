using Seatmate.Platform;

namespace Seatmate.Payments;

/// <summary>The books add up, at any moment.</summary>
public static class PaymentsInvariants
{
    public static readonly Invariant[] All =
    [
        new(
            "the two sides of every transfer add up to nothing",
            """
            SELECT format('transfer %s is off by %s', transfer_id, sum(amount_minor)) FROM payments.postings
            GROUP BY transfer_id HAVING sum(amount_minor) <> 0 OR count(*) <> 2
            """
        ),
        new(
            "the books of a payment are what was captured less what was refunded",
            """
            SELECT format('payment %s kept %s, its postings say %s', p.id, p.kept, coalesce(b.amount, 0))
            FROM (
                SELECT id, CASE WHEN state = 'captured' THEN amount_minor - refunded_minor ELSE 0 END AS kept FROM payments.payments
            ) AS p
            LEFT JOIN (
                SELECT payment_id, sum(amount_minor) AS amount FROM payments.postings WHERE account = 'provider' GROUP BY payment_id
            ) AS b ON b.payment_id = p.id
            WHERE p.kept <> coalesce(b.amount, 0)
            """
        ),
        new(
            "a confirmed order has paid its total, a dead one has everything back",
            """
            SELECT format('order %s (%s) owes %s and has paid %s', o.id, o.status, o.due, coalesce(b.paid, 0))
            FROM (
                SELECT id, status, CASE WHEN status = 'confirmed' THEN total_minor ELSE 0 END AS due FROM ticketing.orders
            ) AS o
            LEFT JOIN (
                SELECT order_id, sum(amount_minor) AS paid FROM payments.postings WHERE account = 'provider' GROUP BY order_id
            ) AS b ON b.order_id = o.id
            WHERE o.due <> coalesce(b.paid, 0) AND NOT EXISTS (
                SELECT 1 FROM platform.facts f LEFT JOIN platform.deliveries d ON d.fact_id = f.id
                WHERE f.kind = 'PaymentCaptured' AND (f.body ->> 'order_id')::bigint = o.id AND d.done_at IS NULL
            )
            """
        ),
        new(
            "invoices are numbered without a gap",
            """
            SELECT format('organiser %s, %s: %s invoices, the last number is %s, given out %s', organiser_id, year, count(*), max(sequence), n.last_number)
            FROM payments.invoices JOIN payments.invoice_numbers AS n USING (organiser_id, year)
            GROUP BY organiser_id, year, n.last_number HAVING count(*) <> max(sequence) OR max(sequence) <> n.last_number
            """
        ),
        new(
            "the invoices of an order add up to its total, or to nothing when it is over",
            """
            SELECT format('order %s (%s, total %s) is invoiced %s', o.id, o.status, o.total_minor, i.total)
            FROM ticketing.orders AS o
            JOIN (SELECT order_id, sum(total_minor) AS total FROM payments.invoices GROUP BY order_id) AS i ON i.order_id = o.id
            WHERE i.total <> 0 AND i.total <> CASE WHEN o.status IN ('confirmed', 'awaiting_payment') THEN o.total_minor ELSE 0 END
            """
        ),
    ];
}
