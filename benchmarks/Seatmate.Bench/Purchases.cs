using System.Globalization;
using System.Text;

namespace Seatmate.Bench;

public enum SaleMode
{
    /// <summary>Hold and order in one request.</summary>
    Attending,

    /// <summary>A hold in the section, then its order.</summary>
    Section,

    /// <summary>A seat of one's choice, in one request.</summary>
    Seats,

    /// <summary>Holds alone.</summary>
    Holds,

    /// <summary>A hold, then its order, without an account: each under an address that nobody used before.</summary>
    Guests,
}

/// <summary>What one buyer does in a turn; its status is that of the last request.</summary>
public sealed class Purchases(Shop shop, SaleMode mode, int hotSeats, string round)
{
    private readonly Random[] dice = [.. shop.Tokens.Select((_, number) => new Random(number))];

    public ValueTask<int> Buy(LoadClient client, int buyer, int turn) =>
        mode switch
        {
            SaleMode.Attending => client.Send(Attend(shop, buyer, $"{round}.{turn}")),
            SaleMode.Holds => client.Send(Hold(buyer, turn, shop.Tokens[buyer])),
            SaleMode.Section => HoldAndOrder(client, buyer, turn, asGuest: false),
            SaleMode.Guests => HoldAndOrder(client, buyer, turn, asGuest: true),
            _ => client.Send(Attend(shop, buyer, $"{round}.{turn}", $",\"seat_ids\":[{Seat(buyer)}]")),
        };

    /// <summary>The short form; without a key when there is none.</summary>
    public static byte[] Attend(Shop shop, int buyer, string? key, string more = "") =>
        LoadClient.Post(
            $"/events/{shop.EventOf(buyer)}/attending",
            shop.Tokens[buyer],
            $$"""{"total_tickets":1,"seat_section":"General Admission"{{more}}}""",
            key is null ? null : $"{buyer}.{key}"
        );

    private byte[] Hold(int buyer, int turn, string? token) =>
        LoadClient.Post(
            "/holds",
            token,
            $$"""{"event_id":{{shop.EventOf(buyer)}},"lines":[{"section":"General Admission"}]}""",
            $"h{buyer}.{round}.{turn}"
        );

    private async ValueTask<int> HoldAndOrder(LoadClient client, int buyer, int turn, bool asGuest)
    {
        var token = asGuest ? null : shop.Tokens[buyer];
        var status = await client.Send(Hold(buyer, turn, token));
        if (status != 201)
            return status;
        var contact = asGuest
            ? $",\"name\":\"Guest {buyer}\",\"email\":\"guest{buyer}.{turn}.{round}@bench.example\""
            : "";
        return await client.Send(
            LoadClient.Post(
                "/orders",
                token,
                $"{{\"hold_id\":{IdIn(client.Body)}{contact}}}",
                $"o{buyer}.{round}.{turn}",
                asGuest ? TokenIn(client.Body) : null
            )
        );
    }

    private long Seat(int buyer)
    {
        var seats = hotSeats > 0 ? Math.Min(hotSeats, shop.Seats.Length) : shop.Seats.Length;
        return shop.Seats[dice[buyer].Next(seats)];
    }

    private static string TokenIn(ReadOnlySpan<byte> body)
    {
        var rest = body[(body.IndexOf("\"token\":\""u8) + 9)..];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'"')]);
    }

    private static long IdIn(ReadOnlySpan<byte> body)
    {
        var rest = body[(body.IndexOf("\"id\":"u8) + 5)..];
        return long.Parse(
            Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)',')]),
            CultureInfo.InvariantCulture
        );
    }
}
