namespace Seatmate.Tests;

/// <summary>What people and guests do with holds.</summary>
public static class Holds
{
    public static Task<Answer> Hold(
        this Client who,
        Evening evening,
        int tickets = 1,
        string section = Evening.Floor,
        string? voucher = null
    ) => who.HoldLines(evening, voucher, new { section, quantity = tickets });

    public static Task<Answer> HoldLines(
        this Client who,
        Evening evening,
        string? voucher,
        params object[] lines
    ) =>
        who.Post(
            "/holds",
            new
            {
                event_id = evening.Id,
                lines,
                voucher,
            }
        );

    public static Task<Answer> HoldSeats(this Client who, Evening evening, params long[] seats) =>
        who.HoldLines(evening, null, new { section = Evening.Floor, seat_ids = seats });

    /// <summary>Orders seats at once, without holding them first.</summary>
    public static Task<Answer> BookSeats(this Person who, Evening evening, params long[] seats) =>
        who.Post(evening.Bookings, new { seat_section = Evening.Floor, seat_ids = seats });

    public static Task<Answer> Order(this Person who, Answer hold) =>
        who.Post("/orders", new { hold_id = hold.Id });

    /// <summary>A guest orders what the token stands for.</summary>
    public static Task<Answer> OrderAsGuest(this TestServer server, Answer hold, string email) =>
        server.Anyone.Post(
            "/orders",
            new
            {
                hold_id = hold.Id,
                name = "Gil Guest",
                email,
            },
            hold.AsGuest()
        );

    /// <summary>The header by which a guest is known.</summary>
    public static (string Name, string Value) AsGuest(this Answer hold) =>
        ("Hold-Token", hold.Text("token") ?? throw new ShouldAssertException("a guest's hold has a token"));

    /// <summary>Gives the evening's floor so many seats in one row; their ids.</summary>
    public static Task<long[]> Seat(this Evening evening, int seats) =>
        evening.Server.Ask<long[]>(InsertSeats, evening.Id, seats);

    /// <summary>The same where there is only a database: the event, and how many.</summary>
    public const string InsertSeats = """
        WITH section AS (
            UPDATE ticketing.sections SET seated = true WHERE event_id = $1 RETURNING id
        ), made AS (
            INSERT INTO ticketing.seats (event_id, section_id, row_name, number)
            SELECT $1, section.id, 'A', n::text FROM section, generate_series(1, $2) AS n
            RETURNING id
        )
        SELECT array_agg(id ORDER BY id) FROM made
        """;

    /// <summary>Its organiser keeps so many places of a section for whoever has a code.</summary>
    public static Task<Answer> Keep(
        this Evening evening,
        string code,
        int places,
        string section = Evening.Floor,
        int percentOff = 0
    ) =>
        evening.Organiser.Post(
            $"/events/{evening.Id}/vouchers",
            new
            {
                code,
                uses = places,
                section,
                percent_off = percentOff,
                reserves = true,
            }
        );

    /// <summary>Nobody can use any of the evening's vouchers from now on.</summary>
    public static Task<int> ExpireVouchers(this Evening evening) =>
        evening.Server.Execute(
            "UPDATE ticketing.vouchers SET valid_until = now() - interval '1 second' WHERE event_id = $1",
            evening.Id
        );

    /// <summary>Makes a voucher of the evening's.</summary>
    public static Task<int> HasVoucher(
        this Evening evening,
        string code,
        int uses = 1,
        int percentOff = 50,
        string? section = null,
        string? validUntil = null
    ) =>
        evening.Server.Execute(
            $"""
            WITH made AS (
                INSERT INTO ticketing.vouchers (event_id, code, percent_off, section_id, valid_until)
                SELECT $1, $2, $3, (SELECT id FROM ticketing.sections WHERE event_id = $1 AND name = $4), {validUntil
                ?? "NULL"}
                RETURNING id
            )
            INSERT INTO ticketing.stocks (event_id, kind, subject_id, capacity) SELECT $1, 'voucher', id, $5 FROM made
            """,
            evening.Id,
            code,
            percentOff,
            section ?? "",
            (long)uses
        );
}
