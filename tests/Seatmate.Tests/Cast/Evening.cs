namespace Seatmate.Tests;

/// <summary>An event that Ada lists for a test, and short ways to do with it what people do. One section named Floor of many
/// places unless the test says otherwise; free unless it has a price.</summary>
public sealed class Evening
{
    public const string Floor = "Floor";

    private Evening(Person organiser, long id)
    {
        Organiser = organiser;
        Id = id;
    }

    public Person Organiser { get; }
    public long Id { get; }
    public string Bookings => $"/events/{Id}/attending";

    public TestServer Server => Organiser.Server;

    public static async Task<Evening> Of(
        Person organiser,
        decimal price = 0,
        int places = 1000,
        int perPerson = 5,
        decimal tax = 0,
        string currency = "EUR",
        params (string Name, decimal Price, int Places)[] sections
    )
    {
        (string Name, decimal Price, int Places)[] stated = sections is []
            ? [(Floor, price, places)]
            : sections;
        var plan = new
        {
            title = "An evening of songs",
            date = "2031-05-01T18:00:00Z",
            ticket_price = price,
            currency,
            max_tickets_per_user = perPerson,
            tax_percent = tax,
            sections = stated.Select(s => new
            {
                name = s.Name,
                price = s.Price,
                capacity = s.Places,
            }),
        };
        return new(organiser, (await organiser.Post("/events", plan)).ShouldBe(201).Id);
    }

    /// <summary>The same for an Ada of its own.</summary>
    public static async Task<Evening> New(
        TestServer? on = null,
        decimal price = 0,
        int places = 1000,
        int perPerson = 5,
        decimal tax = 0
    ) => await Of(await Cast.Ada(on), price, places, perPerson, tax);

    /// <summary>How many tickets of it are valid, by the same count that `tickets-sold` prints.</summary>
    public Task<long> TicketsSold() =>
        Server.Ask<long>(
            "SELECT count(*) FROM ticketing.tickets WHERE event_id = $1 AND status = 'valid'",
            Id
        );

    /// <summary>How many places of all its sections are taken.</summary>
    public Task<long> PlacesTaken() =>
        Server.Ask<long>(
            "SELECT sum(taken)::bigint FROM ticketing.stocks WHERE event_id = $1 AND kind = 'section'",
            Id
        );
}

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

    /// <summary>Lets the time to pay run out, as far as the database knows.</summary>
    public static Task PassDeadline(this TestServer server, params Answer[] bookings) =>
        server.Execute(
            """
            WITH late AS (
                UPDATE ticketing.orders SET expires_at = now() - interval '1 second' WHERE id = ANY ($1) RETURNING id
            )
            UPDATE payments.payments SET expires_at = now() - interval '1 second' FROM late WHERE order_id = late.id
            """,
            bookings.Select(booking => booking.Id).ToArray()
        );

    /// <summary>What an order has paid and not got back, in minor units.</summary>
    public static Task<long> Kept(this TestServer server, Answer booking) =>
        server.Ask<long>(
            "SELECT coalesce(sum(amount_minor), 0)::bigint FROM payments.postings WHERE order_id = $1 AND account = 'provider'",
            booking.Id
        );
}
