using Microsoft.Extensions.DependencyInjection;
using QRCoder;
using Seatmate.Ticketing.Tickets;

namespace Seatmate.Tests.Ticketing.Tickets;

public sealed class ShowTicketQrTests
{
    [Fact]
    public async Task The_buyer_the_organiser_and_an_admin_see_the_picture_of_the_tickets_code()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        var number = booking.TicketNumbers()[0];
        var code = evening
            .Server.Services.GetRequiredService<TicketCodes>()
            .Of(await TicketOf(evening, number));
        using var data = QRCodeGenerator.GenerateQrCode(code, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);

        foreach (var who in new[] { ben, evening.Organiser, await Cast.Admin() })
        {
            var answer = (await who.Get($"/tickets/{number}/qr.svg")).ShouldBe(200);
            answer.ContentType.ShouldStartWith("image/svg+xml");
            answer.Body.ShouldBe(picture.GetGraphic(8));
        }
    }

    [Fact]
    public async Task A_stranger_and_a_wrong_number_find_nothing()
    {
        var evening = await Evening.New();
        var booking = (await (await Cast.Ben()).Book(evening)).ShouldBe(201);
        var number = booking.TicketNumbers()[0];
        var cleo = await Cast.Cleo();

        (await cleo.Get($"/tickets/{number}/qr.svg")).ShouldFail(
            404,
            "not-found",
            $"Ticket {number} not found"
        );
        foreach (var wrong in new[] { "1", "AAAAAAAAA", "!!!!!!!!!", number[..8], number + "0" })
            (await cleo.Get($"/tickets/{Uri.EscapeDataString(wrong)}/qr.svg")).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task A_guest_sees_it_by_the_token_of_the_hold_and_nobody_without()
    {
        var evening = await Evening.New();
        var hold = (await evening.Server.Anyone.Hold(evening)).ShouldBe(201);
        var order = (await evening.Server.OrderAsGuest(hold, "gil@example.org")).ShouldBe(201);
        var picture = $"/tickets/{order.TicketNumbers()[0]}/qr.svg";
        var other = (await evening.Server.Anyone.Hold(evening)).ShouldBe(201);

        (await evening.Server.Anyone.Get(picture, hold.AsGuest()))
            .ShouldBe(200)
            .ContentType.ShouldStartWith("image/svg+xml");
        (await evening.Server.Anyone.Get(picture)).ShouldFail(404, "not-found");
        (await evening.Server.Anyone.Get(picture, other.AsGuest())).ShouldFail(404, "not-found");
        (await (await Cast.Cleo()).Get(picture)).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task A_cancelled_ticket_has_no_picture()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);
        (await ben.Change(evening, booking, new { total_tickets = 1 })).ShouldBe(200);

        (await ben.Get($"/tickets/{booking.TicketNumbers()[0]}/qr.svg")).ShouldBe(200);
        (await ben.Get($"/tickets/{booking.TicketNumbers()[1]}/qr.svg")).ShouldFail(404, "not-found");
    }

    private static Task<Ticket> TicketOf(Evening evening, string number) =>
        evening.Server.InScope(async db =>
            await db.Set<Ticket>().FindAsync(TicketNumber.IdOf(number))
            ?? throw new InvalidOperationException($"There is no ticket {number}.")
        );
}
