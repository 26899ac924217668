using Microsoft.Extensions.DependencyInjection;
using Seatmate.Platform.Ready;

namespace Seatmate.Tests;

/// <summary>What people do with bookings, and what the books say of them.</summary>
public static class Bookings
{
    public static Task<Answer> Book(
        this Person buyer,
        Evening evening,
        int tickets = 1,
        string section = Evening.Floor
    ) => buyer.Post(evening.Bookings, new { total_tickets = tickets, seat_section = section });

    public static Task<Answer> Look(this Client who, Evening evening, Answer booking) =>
        who.Get($"{evening.Bookings}/{booking.Id}");

    public static Task<Answer> Change(this Client who, Evening evening, Answer booking, object change) =>
        who.Patch($"{evening.Bookings}/{booking.Id}", change);

    public static Task<Answer> Cancel(this Client who, Evening evening, Answer booking) =>
        who.Delete($"{evening.Bookings}/{booking.Id}");

    /// <summary>Chooses how the payment of a booking ends at the sandbox.</summary>
    public static Task<Answer> Choose(this Client who, Answer booking, string outcome) =>
        who.Post($"/sandbox/payments/{booking.Reference()}", new { outcome });

    /// <summary>The secret in a booking's pay_url.</summary>
    public static string Reference(this Answer booking) =>
        booking.Text("pay_url")?.Split('/')[^1]
        ?? throw new ShouldAssertException($"should be payable: {booking}");

    /// <summary>Pays, and waits until the booking is confirmed; the booking then.</summary>
    public static async Task<Answer> Pay(this Person buyer, Evening evening, Answer booking)
    {
        (await buyer.Choose(booking, "pay")).ShouldBe(200);
        return await buyer.Sees(evening, booking, "confirmed");
    }

    /// <summary>Books and pays; the booking then.</summary>
    public static async Task<Answer> Buy(
        this Person buyer,
        Evening evening,
        int tickets = 1,
        string section = Evening.Floor
    ) => await buyer.Pay(evening, (await buyer.Book(evening, tickets, section)).ShouldBe(201));

    /// <summary>Waits until the booking has this status; the booking then.</summary>
    public static async Task<Answer> Sees(this Person buyer, Evening evening, Answer booking, string status)
    {
        var seen = booking;
        await Eventually.ShouldBeTrue(
            async () =>
            {
                seen = await buyer.Get($"/bookings/{booking.Text("booking_id")}");
                return seen.ShouldBe(200).Text("status") == status;
            },
            $"booking {booking.Id} of event {evening.Id} is {status}"
        );
        return seen;
    }

    /// <summary>Lets the time to pay run out, as far as the database knows; the server, which knew the old deadline, is
    /// told that something happened.</summary>
    public static async Task PassDeadline(this TestServer server, params Answer[] bookings)
    {
        await server.Execute(
            """
            WITH late AS (
                UPDATE ticketing.orders SET expires_at = now() - interval '1 second' WHERE id = ANY ($1) RETURNING id
            )
            UPDATE payments.payments SET expires_at = now() - interval '1 second' FROM late WHERE order_id = late.id
            """,
            bookings.Select(booking => booking.Id).ToArray()
        );
        server.Services.GetRequiredService<Freshness>().Committed();
    }

    /// <summary>What an order has paid and not got back, in minor units.</summary>
    public static Task<long> Kept(this TestServer server, Answer booking) =>
        server.Ask<long>(
            "SELECT coalesce(sum(amount_minor), 0)::bigint FROM payments.postings WHERE order_id = $1 AND account = 'provider'",
            booking.Id
        );

    /// <summary>How much of what an order has paid was paid back, in minor units.</summary>
    public static Task<long> RefundedOf(this TestServer server, Answer booking) =>
        server.Ask<long>(
            "SELECT coalesce(sum(refunded_minor), 0)::bigint FROM payments.payments WHERE order_id = $1",
            booking.Id
        );

    /// <summary>What a provider says of a booking's payment, signed, at our door.</summary>
    public static Task<Answer> Deliver(this TestServer server, Answer booking, string outcome) =>
        Webhook.Of(server, booking, outcome).Deliver();

    /// <summary>What a mail says, once it is written: `tickets.7` of order 7.</summary>
    public static async Task<string> MailBody(this TestServer server, string cause)
    {
        var body = "";
        await Eventually.ShouldBeTrue(
            async () =>
            {
                body = await server.Ask<string>(
                    "SELECT coalesce(max(body), '') FROM notifications.mails WHERE message_id = $1",
                    $"{cause}@seatmate"
                );
                return body.Length > 0;
            },
            $"the mail {cause} is written"
        );
        return body;
    }

    public static string[] TicketNumbers(this Answer booking) => Tickets(booking, "number");

    public static string[] TicketStatuses(this Answer booking) => Tickets(booking, "status");

    private static string[] Tickets(Answer booking, string field) =>
        [.. booking["tickets"].EnumerateArray().Select(ticket => ticket.GetProperty(field).GetString()!)];
}
