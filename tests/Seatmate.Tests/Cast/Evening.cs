namespace Seatmate.Tests;

/// <summary>An event that Ada lists for a test, and short ways to do with it what people do. One section named Floor of
/// many places unless the test says otherwise; free unless it has a price.</summary>
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

    /// <summary>What its section costs from now on.</summary>
    public async Task Reprice(decimal price) =>
        (await Organiser.Patch($"/events/{Id}", new { sections = FloorAt(price) })).ShouldBe(200);

    /// <summary>Its organiser states these sections anew, and the pools that they share.</summary>
    public Task<Answer> Plan(
        (string Name, int Places)[] pools,
        params (string Name, int? Places, string Pool)[] sections
    ) =>
        Organiser.Patch(
            $"/events/{Id}",
            new
            {
                pools = pools.Select(pool => new { name = pool.Name, capacity = pool.Places }),
                sections = sections.Select(section => new
                {
                    name = section.Name,
                    capacity = section.Places,
                    unlimited = section.Places is null,
                    pool = section.Pool,
                }),
            }
        );

    /// <summary>It is sold between these moments, in SQL; the server is not told.</summary>
    public Task Sells(string from = "NULL", string until = "NULL") =>
        Server.Execute(
            $"UPDATE events.events SET sale_starts_at = {from}, sale_ends_at = {until} WHERE id = $1",
            Id
        );

    /// <summary>For a change of the event: the one section it has, at another price.</summary>
    public static object[] FloorAt(decimal price) =>
        [
            new
            {
                name = Floor,
                price,
                capacity = 1000,
            },
        ];

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
