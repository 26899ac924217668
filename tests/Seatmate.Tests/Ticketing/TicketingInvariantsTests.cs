using Seatmate.Payments;
using Seatmate.Ticketing;

namespace Seatmate.Tests.Ticketing;

/// <summary>Each invariant, of Ticketing and of Payments, is broken by hand once and found: none of them looks the
/// other way.</summary>
public sealed class TicketingInvariantsTests(TicketingInvariantsTests.Sold sold)
    : IClassFixture<TicketingInvariantsTests.Sold>
{
    /// <summary>A database with a paid booking, whose guards are off.</summary>
    public sealed class Sold : IAsyncLifetime
    {
        public TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Server = await TestServer.StartAsync();
            var evening = await Evening.New(Server, price: 10, tax: 19);
            await (await Cast.Ben(Server)).Buy(evening, 2);
            var eve = await Cast.Eve(Server);
            (await eve.Cancel(evening, await eve.Buy(evening))).ShouldBe(200);
            await Server.ShouldComeToRest();
            await Server.Execute(
                """
                ALTER TABLE ticketing.stocks DROP CONSTRAINT stocks_taken_within_capacity;
                ALTER TABLE payments.postings DISABLE TRIGGER postings_are_append_only;
                ALTER TABLE payments.invoices DISABLE TRIGGER invoices_are_immutable;
                """
            );
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }

    private const string Confirmed = "SELECT id FROM ticketing.orders WHERE status = 'confirmed'";

    private const string OfAnotherSection =
        $"UPDATE ticketing.orders SET breakdown = jsonb_set(breakdown, '{{lines,0,section_id}}', '0') WHERE id IN ({Confirmed})";
    private const string OfItsSection =
        $"UPDATE ticketing.orders SET breakdown = jsonb_set(breakdown, '{{lines,0,section_id}}', (SELECT to_jsonb(min(id)) FROM ticketing.sections)) WHERE id IN ({Confirmed})";
    private const string OfItsBuyer = """
        UPDATE ticketing.orders SET buyer_id = (
            SELECT subject_id FROM ticketing.claims JOIN ticketing.stocks ON stocks.id = stock_id
            WHERE order_id = orders.id AND kind = 'person')
        WHERE status = 'confirmed'
        """;

    private const string Taken =
        "what a stock says is taken is the sum of its claims and of what vouchers keep of it, and a pool's that of its sections";

    private const string VoucherKeepsNothing = """
        INSERT INTO ticketing.vouchers (event_id, code, percent_off, section_id, reserved_places)
        SELECT event_id, 'NONE', 0, id, 1 FROM ticketing.sections LIMIT 1;
        INSERT INTO ticketing.stocks (event_id, kind, subject_id, capacity)
        SELECT event_id, 'voucher', id, 1 FROM ticketing.vouchers
        """;
    private const string PoolTakenByNobody = """
        INSERT INTO ticketing.stocks (event_id, kind, subject_id, capacity, taken)
        SELECT event_id, 'pool', 0, 9, 1 FROM ticketing.stocks WHERE kind = 'section' LIMIT 1
        """;
    private const string PoolGone = """
        UPDATE ticketing.stocks SET taken = 0 WHERE kind = 'pool';
        DELETE FROM ticketing.stocks WHERE kind = 'pool'
        """;

    /// <summary>The invariant, what breaks it, and what mends that.</summary>
    public static TheoryData<string, string, string> OfStocks =>
        new()
        {
            {
                "what an order, a claim or a ticket refers to is there",
                "UPDATE ticketing.claims SET order_id = order_id + 1000000",
                "UPDATE ticketing.claims SET order_id = order_id - 1000000"
            },
            {
                "no stock is oversold",
                "UPDATE ticketing.stocks SET capacity = 1 WHERE kind = 'section'",
                "UPDATE ticketing.stocks SET capacity = 1000 WHERE kind = 'section'"
            },
            {
                Taken,
                "UPDATE ticketing.stocks SET taken = taken + 1 WHERE kind = 'person'",
                "UPDATE ticketing.stocks SET taken = taken - 1 WHERE kind = 'person'"
            },
            { Taken, PoolTakenByNobody, PoolGone },
            {
                Taken,
                VoucherKeepsNothing,
                "DELETE FROM ticketing.stocks WHERE kind = 'voucher'; DELETE FROM ticketing.vouchers"
            },
        };

    /// <summary>The same for orders and what they claim.</summary>
    public static TheoryData<string, string, string> OfOrders =>
        new()
        {
            {
                "a living order claims its tickets in its event's sections and of its own buyer, a dead one nothing",
                "UPDATE ticketing.claims SET quantity = quantity + 1",
                "UPDATE ticketing.claims SET quantity = quantity - 1"
            },
            {
                "a living order claims its tickets in its event's sections and of its own buyer, a dead one nothing",
                "UPDATE ticketing.orders SET status = 'cancelled' WHERE status = 'confirmed'",
                "UPDATE ticketing.orders SET status = 'confirmed' WHERE total_tickets = 2"
            },
            {
                "a living order claims its tickets in its event's sections and of its own buyer, a dead one nothing",
                "UPDATE ticketing.orders SET buyer_id = (SELECT buyer_id FROM ticketing.orders WHERE status = 'cancelled') WHERE status = 'confirmed'",
                OfItsBuyer
            },
            {
                "what a living order claims is what its lines say, section by section",
                OfAnotherSection,
                OfItsSection
            },
            {
                "the seats of living orders are claimed, and no others",
                $"UPDATE ticketing.orders SET breakdown = jsonb_set(breakdown, '{{lines,0,seats}}', '[{{\"id\": 7}}]') WHERE id IN ({Confirmed})",
                $"UPDATE ticketing.orders SET breakdown = breakdown #- '{{lines,0,seats}}' WHERE id IN ({Confirmed})"
            },
            {
                "a seat has at most one valid ticket, and only while an order claims it",
                "UPDATE ticketing.tickets SET seat_id = 7 WHERE id = (SELECT min(id) FROM ticketing.tickets WHERE status = 'valid')",
                "UPDATE ticketing.tickets SET seat_id = NULL"
            },
            {
                "a confirmed order has as many valid tickets as it says, in the sections of its lines, any other none",
                OfAnotherSection,
                OfItsSection
            },
            {
                "a confirmed order has as many valid tickets as it says, in the sections of its lines, any other none",
                $"UPDATE ticketing.tickets SET status = 'cancelled' WHERE order_id IN ({Confirmed})",
                $"UPDATE ticketing.tickets SET status = 'valid' WHERE order_id IN ({Confirmed})"
            },
            {
                "a confirmed order has as many valid tickets as it says, in the sections of its lines, any other none",
                $"UPDATE ticketing.tickets SET status = 'valid' WHERE order_id NOT IN ({Confirmed})",
                $"UPDATE ticketing.tickets SET status = 'cancelled' WHERE order_id NOT IN ({Confirmed})"
            },
        };

    /// <summary>The same for the books.</summary>
    public static TheoryData<string, string, string> OfPayments =>
        new()
        {
            {
                "the two sides of every transfer add up to nothing",
                "UPDATE payments.postings SET amount_minor = amount_minor + 1 WHERE id = 2",
                "UPDATE payments.postings SET amount_minor = amount_minor - 1 WHERE id = 2"
            },
            {
                "the books of a payment are what was captured less what was refunded",
                "UPDATE payments.payments SET refunded_minor = 1 WHERE refunded_minor = 0",
                "UPDATE payments.payments SET refunded_minor = 0 WHERE refunded_minor = 1"
            },
            {
                "a confirmed order has paid its total, a dead one has everything back",
                "UPDATE ticketing.orders SET total_minor = total_minor + 1 WHERE status = 'confirmed'",
                "UPDATE ticketing.orders SET total_minor = total_minor - 1 WHERE status = 'confirmed'"
            },
            {
                "a confirmed order has paid its total, a dead one has everything back",
                "UPDATE payments.postings SET amount_minor = amount_minor / 2 WHERE cause = 'refund'",
                "UPDATE payments.postings SET amount_minor = amount_minor * 2 WHERE cause = 'refund'"
            },
            {
                "invoices are numbered without a gap",
                "UPDATE payments.invoices SET sequence = sequence + 10 WHERE kind = 'credit_note'",
                "UPDATE payments.invoices SET sequence = sequence - 10 WHERE kind = 'credit_note'"
            },
            {
                "invoices are numbered without a gap",
                "UPDATE payments.invoice_numbers SET last_number = last_number + 1",
                "UPDATE payments.invoice_numbers SET last_number = last_number - 1"
            },
            {
                "the invoices of an order add up to its total, or to nothing when it is over",
                "UPDATE payments.invoices SET net_minor = net_minor + 1, total_minor = total_minor + 1 WHERE sequence = 1",
                "UPDATE payments.invoices SET net_minor = net_minor - 1, total_minor = total_minor - 1 WHERE sequence = 1"
            },
        };

    [Theory]
    [MemberData(nameof(OfStocks))]
    [MemberData(nameof(OfOrders))]
    [MemberData(nameof(OfPayments))]
    public async Task What_breaks_an_invariant_is_found(string invariant, string broken, string mended)
    {
        await sold.Server.ShouldBeSound();

        (await sold.Server.Execute(broken)).ShouldBeGreaterThan(0);
        var violations = await sold.Server.Violations();
        await sold.Server.Execute(mended);

        violations.ShouldContain(violation =>
            violation.StartsWith($"{invariant}: ", StringComparison.Ordinal)
        );
        await sold.Server.ShouldBeSound();
    }

    [Fact]
    public void Every_invariant_is_broken_here()
    {
        var broken = OfStocks
            .Concat(OfOrders)
            .Concat(OfPayments)
            .Select(row => row.Data.Item1)
            .ToHashSet(StringComparer.Ordinal);

        TicketingInvariants
            .All.Concat(PaymentsInvariants.All)
            .Select(invariant => invariant.Name)
            .ShouldAllBe(name => broken.Contains(name));
    }
}
