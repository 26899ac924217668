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

    /// <summary>The same, then paid in the sandbox, and looked at until it is confirmed.</summary>
    Paid,
}

/// <summary>What one buyer does in a turn; its status is that of the last request.</summary>
public sealed class Purchases(Shop shop, SaleMode mode, int hotSeats, string round)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);

    private readonly Random[] dice = [.. shop.Tokens.Select((_, number) => new Random(number))];

    public ValueTask<int> Buy(LoadClient client, int buyer, int turn) =>
        mode switch
        {
            SaleMode.Attending => client.Send(Attend(shop, buyer, $"{round}.{turn}")),
            SaleMode.Holds => client.Send(Hold(buyer, turn, shop.Tokens[buyer])),
            SaleMode.Section => HoldAndOrder(client, buyer, turn, shop.Tokens[buyer]),
            SaleMode.Guests => HoldAndOrder(client, buyer, turn, null),
            SaleMode.Paid => HoldOrderAndPay(client, buyer, turn),
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

    private async ValueTask<int> HoldAndOrder(LoadClient client, int buyer, int turn, string? token)
    {
        var status = await client.Send(Hold(buyer, turn, token));
        return status == 201 ? await client.Send(Order(client, buyer, turn, token)) : status;
    }

    /// <summary>Of what the client just held; a guest's without a token.</summary>
    private byte[] Order(LoadClient client, int buyer, int turn, string? token)
    {
        var contact = token is null
            ? $",\"name\":\"Guest {buyer}\",\"email\":\"guest{buyer}.{turn}.{round}@bench.example\""
            : "";
        return LoadClient.Post(
            "/orders",
            token,
            $"{{\"hold_id\":{IdIn(client.Body)}{contact}}}",
            $"o{buyer}.{round}.{turn}",
            token is null ? TextIn(client.Body, "token") : null
        );
    }

    private async ValueTask<int> HoldOrderAndPay(LoadClient client, int buyer, int turn)
    {
        var status = await client.Send(Hold(buyer, turn, token: null));
        if (status != 201)
            return status;
        var token = TextIn(client.Body, "token");
        status = await client.Send(Order(client, buyer, turn, token: null));
        if (status != 201)
            return status;
        var look = LoadClient.Get($"/orders/{IdIn(client.Body)}", holdToken: token);
        var payment = $"/sandbox/payments/{TextIn(client.Body, "pay_url").Split('/')[^1]}";
        status = await client.Send(LoadClient.Post(payment, null, """{"outcome":"pay"}"""));
        while (status == 200)
        {
            await Task.Delay(LookAgainAfter);
            status = await client.Send(look);
            if (status == 200 && TextIn(client.Body, "status") == "confirmed")
                return 201;
        }
        return status;
    }

    private long Seat(int buyer)
    {
        var seats = hotSeats > 0 ? Math.Min(hotSeats, shop.Seats.Length) : shop.Seats.Length;
        return shop.Seats[dice[buyer].Next(seats)];
    }

    /// <summary>The first text of this name.</summary>
    private static string TextIn(ReadOnlySpan<byte> body, string name)
    {
        var before = Encoding.ASCII.GetBytes($"\"{name}\":\"");
        var rest = body[(body.IndexOf(before) + before.Length)..];
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
