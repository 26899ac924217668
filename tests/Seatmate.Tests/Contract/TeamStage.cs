using System.Net.Http.Json;

namespace Seatmate.Tests.Contract;

/// <summary>A team with somebody of each role, its event, and what somebody bought of it: everything that a role could
/// be needed for, made anew for each who asks.</summary>
public sealed class TeamStage
{
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);

    private TeamStage(Person owner, Person asker) => (Owner, Asker) = (owner, asker);

    public Person Owner { get; }
    public Person Asker { get; }
    public string Event => ids["events"];
    public long Organiser => long.Parse(ids["organisers"]);

    /// <summary>The one who asks has this role; `stranger` has none.</summary>
    public static async Task<TeamStage> Set(string role)
    {
        var (ada, ben, eve) = (await Cast.Ada(), await Cast.Ben(), await Cast.Eve());
        var asker = role == "owner" ? ada : await Cast.Dov();
        var team = await ada.FoundTeam();
        if (role is not ("owner" or "stranger"))
            await ada.Server.TakeIn(team.Id, asker, role);
        await ada.Server.TakeIn(team.Id, eve, "door");
        var stage = new TeamStage(ada, asker);
        stage.ids["organisers"] = $"{team.Id}";
        stage.ids["members"] = $"{eve.Id}";
        stage.ids["invitations"] = $"{(await ada.Invite(team, await Cast.Finn(), "door")).ShouldBe(201).Id}";
        await stage.Sell(ben);
        return stage;
    }

    public Task<Answer> Ask(Operation operation)
    {
        var parts = operation.Path.Split('/');
        var address = operation.Address(name => ids[parts[Array.IndexOf(parts, $"{{{name}}}") - 1]]);
        return Asker.Send(operation.Method, address, operation.HasBody ? BodyOf(operation.Id!) : null);
    }

    private async Task Sell(Person buyer)
    {
        var listed = await Owner.List(new { organiser_id = Organiser, ticket_price = 10 });
        ids["events"] = $"{listed.Id}";
        var bookings = $"/events/{listed.Id}/attending";
        var booking = (await buyer.Post(bookings, new { })).ShouldBe(201);
        ids["attending"] = $"{booking.Id}";
        (await buyer.Choose(booking, "pay")).ShouldBe(200);
        await Eventually.ShouldBeTrue(
            async () => (await buyer.Get($"{bookings}/{booking.Id}")).Text("status") == "confirmed",
            "the booking is paid"
        );
        ids["tickets"] = (await buyer.Get($"{bookings}/{booking.Id}")).TicketNumbers()[0];
        ids["invoice"] = $"{(await buyer.Post($"{bookings}/{booking.Id}/invoice")).Id}";
        var voucher = new { uses = 1, percent_off = 10 };
        ids["vouchers"] = $"{(await Owner.Post($"/events/{listed.Id}/vouchers", voucher)).ShouldBe(201).Id}";
    }

    private static JsonContent BodyOf(string operation) =>
        JsonContent.Create<object>(
            operation switch
            {
                "UpdateEvent" or "UpdateEventByPut" => new { title = "Another title" },
                "CreateVoucher" => new { uses = 1, percent_off = 5 },
                "CallOffBooking" => new { reason = "They asked for it." },
                "UpdateOrganiser" or "UpdateOrganiserByPut" => new { name = "Another name" },
                "ChangeMember" or "ChangeMemberByPut" => new { role = "manager" },
                "InviteMember" => new { email = Cast.NewEmail(), role = "door" },
                _ => new { },
            }
        );
}
