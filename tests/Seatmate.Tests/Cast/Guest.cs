namespace Seatmate.Tests;

/// <summary>Somebody without an account who shows a hold's token with everything they ask.</summary>
public sealed class Guest(TestServer server, string holdToken) : Client(server, token: null)
{
    private const string Address = "gil@example.org";

    /// <summary>The header that is all they have.</summary>
    public (string Name, string Value) Shows => ("Hold-Token", holdToken);

    /// <summary>Gil, with what he ordered: confirmed when the evening is free, otherwise to be paid.</summary>
    public static async Task<(Guest Gil, Answer Order)> Orders(
        Evening evening,
        int tickets = 1,
        string email = Address
    )
    {
        var hold = (await evening.Server.Anyone.Hold(evening, tickets)).ShouldBe(201);
        var order = (await evening.Server.OrderAsGuest(hold, email)).ShouldBe(201);
        return (new(evening.Server, hold.Text("token")!), order);
    }

    /// <summary>The same, paid.</summary>
    public static async Task<(Guest Gil, Answer Order)> Buys(Evening evening, int tickets = 1)
    {
        var (gil, order) = await Orders(evening, tickets);
        (await gil.Choose(order, "pay")).ShouldBe(200);
        return (gil, await gil.Sees(order, "confirmed"));
    }

    /// <summary>Waits until the order has this status; the order then.</summary>
    public async Task<Answer> Sees(Answer order, string status)
    {
        var seen = order;
        await Eventually.ShouldBeTrue(
            async () =>
            {
                seen = await Get($"/orders/{order.Id}");
                return seen.ShouldBe(200).Text("status") == status;
            },
            $"a guest's order {order.Id} is {status}"
        );
        return seen;
    }

    public override Task<Answer> Send(
        HttpMethod method,
        string path,
        HttpContent? content = null,
        params (string Name, string Value)[] headers
    ) => base.Send(method, path, content, [Shows, .. headers]);
}
