using Microsoft.Extensions.DependencyInjection;
using Seatmate.Notifications.Mails;
using Seatmate.Platform.Database;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Tests.Notifications.Mails;

public sealed class SendTicketsOnOrdersConfirmedTests
{
    [Fact]
    public async Task The_mail_says_what_when_where_how_much_and_leads_to_the_tickets()
    {
        var evening = await Evening.New(price: 12.5m);
        var ben = await Cast.Ben();

        var booking = await ben.Buy(evening, 2);

        var body = await MailOf(booking);
        foreach (
            var part in new[]
            {
                $"Hello {ben.Name},",
                "2 × An evening of songs, Floor",
                "Thursday, 1 May 2031, 18:00 (UTC)",
                "Total: 25.00 EUR",
                new Uri(evening.Server.Settings.PublicUrl, "/tickets").ToString(),
                new Uri(
                    evening.Server.Settings.PublicUrl,
                    $"/checkout/{booking.Text("booking_id")}"
                ).ToString(),
            }
        )
            body.ShouldContain(part);
    }

    [Fact]
    public async Task An_unpaid_booking_is_not_mailed()
    {
        var evening = await Evening.New(price: 12.5m);
        var booking = (await (await Cast.Ben()).Book(evening)).ShouldBe(201);

        (await MailsOf(booking)).ShouldBe(0);
    }

    [Fact]
    public async Task However_often_the_reaction_runs_there_is_one_mail()
    {
        var evening = await Evening.New();
        var booking = (await (await Cast.Ben()).Book(evening)).ShouldBe(201);
        await MailOf(booking);

        for (var time = 0; time < 2; time++)
            await React(evening.Server, new OrdersConfirmed(evening.Id, [booking.Id]));

        (await MailsOf(booking)).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_is_written_to_who_has_left_and_their_mails_go_with_them()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening);
        await MailOf(booking);

        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);
        await React(evening.Server, new OrdersConfirmed(evening.Id, [booking.Id]));

        (await MailsOf(booking)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_has_given_the_tickets_back_meanwhile_is_not_sent_them()
    {
        await using var server = await TestServer.StartAsync();
        var evening = await Evening.New(server);
        var (ben, eve) = (await Cast.Ben(server), await Cast.Eve(server));
        await server.Withhold(nameof(SendTicketsOnOrdersConfirmed));
        var given = (await ben.Book(evening)).ShouldBe(201);
        var kept = (await eve.Book(evening)).ShouldBe(201);
        (await ben.Cancel(evening, given)).ShouldBe(200);

        await server.LetKnow();

        await server.MailBody($"tickets.{kept.Id}");
        await server.Settled();
        (
            await server.Ask<string[]>(
                "SELECT array_agg(kind ORDER BY kind) FROM notifications.mails WHERE user_id = $1 AND kind <> 'welcome'",
                ben.Id
            )
        ).ShouldBe(["booking-cancelled"]);
    }

    private static async Task React(TestServer server, OrdersConfirmed fact)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var reaction = scope.ServiceProvider.GetRequiredService<SendTicketsOnOrdersConfirmed>();
        var cancel = TestContext.Current.CancellationToken;
        await scope
            .ServiceProvider.GetRequiredService<SeatmateDb>()
            .InTransaction(
                async () =>
                {
                    await reaction.React(fact, cancel);
                    return true;
                },
                cancel
            );
    }

    private static async Task<string> MailOf(Answer booking)
    {
        await Eventually.ShouldBeTrue(async () => await MailsOf(booking) == 1, "the mail is written");
        return await TestServer.Shared.Ask<string>(
            "SELECT body FROM notifications.mails WHERE message_id = $1",
            $"tickets.{booking.Id}@seatmate"
        );
    }

    private static Task<long> MailsOf(Answer booking) =>
        TestServer.Shared.Ask<long>(
            "SELECT count(*) FROM notifications.mails WHERE message_id = $1",
            $"tickets.{booking.Id}@seatmate"
        );
}
