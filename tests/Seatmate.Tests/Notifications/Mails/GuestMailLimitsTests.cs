using Seatmate.Notifications.Mails;

namespace Seatmate.Tests.Notifications.Mails;

public sealed class GuestMailLimitsTests
{
    [Fact]
    public async Task An_address_is_mailed_so_many_tickets_a_day_and_the_order_stands_all_the_same()
    {
        var evening = await Evening.New();
        const string gus = "gus.of.limits@example.org";
        await HasMails(evening, gus, GuestMailLimits.PerDayMax);

        var (guest, order) = await Guest.Orders(evening, email: gus);
        var (_, others) = await Guest.Orders(evening, email: "gwen.of.limits@example.org");

        await evening.Server.MailBody($"tickets.{others.Id}");
        await Eventually.ShouldBeTrue(async () => await NotedOf(order, "tickets") == 1, "it is noted");
        (await MailsOf(order, "tickets")).ShouldBe(0);
        (await NotedOf(others, "tickets")).ShouldBe(0);
        (await guest.Sees(order, "confirmed")).TicketNumbers().Length.ShouldBe(1);
        (await guest.Cancel(evening, order)).ShouldBe(200);
        await evening.Server.MailBody($"booking-cancelled.{order.Id}");
    }

    [Fact]
    public async Task What_was_mailed_more_than_a_day_ago_does_not_count()
    {
        var evening = await Evening.New();
        const string gro = "gro.of.limits@example.org";
        await HasMails(evening, gro, GuestMailLimits.PerDayMax, hoursAgo: 25);

        var (_, order) = await Guest.Orders(evening, email: gro);

        await evening.Server.MailBody($"tickets.{order.Id}");
    }

    [Fact]
    public async Task The_last_one_of_a_day_is_mailed()
    {
        var evening = await Evening.New();
        const string gil = "gil.of.limits@example.org";
        await HasMails(evening, gil, GuestMailLimits.PerDayMax - 1);

        var (guest, last) = await Guest.Orders(evening, email: gil);
        await evening.Server.MailBody($"tickets.{last.Id}");
        (await guest.Cancel(evening, last)).ShouldBe(200);
        var (_, more) = await Guest.Orders(evening, email: gil);

        await Eventually.ShouldBeTrue(async () => await NotedOf(more, "tickets") == 1, "it is noted");
        (await MailsOf(more, "tickets")).ShouldBe(0);
    }

    [Fact]
    public async Task Who_has_an_account_is_mailed_each_of_their_orders()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        await HasMails(evening, ben.Email, GuestMailLimits.PerDayMax);

        var booking = (await ben.Book(evening)).ShouldBe(201);

        await evening.Server.MailBody($"tickets.{booking.Id}");
    }

    private static Task<int> HasMails(Evening evening, string address, int count, int hoursAgo = 0) =>
        evening.Server.Execute(
            """
            INSERT INTO notifications.mails (message_id, kind, to_name, to_address, subject, body, written_at)
            SELECT 'tickets.before-' || $1 || n || '@seatmate', 'tickets', 'Gus', $1, 'Tickets', 'Before',
                now() - make_interval(hours => $3)
            FROM generate_series(1, $2) AS n
            """,
            address,
            count,
            hoursAgo
        );

    private static Task<long> MailsOf(Answer order, string kind) =>
        TestServer.Shared.Ask<long>(
            "SELECT count(*) FROM notifications.mails WHERE message_id = $1",
            $"{kind}.{order.Id}@seatmate"
        );

    private static Task<long> NotedOf(Answer order, string kind) =>
        TestServer.Shared.Ask<long>(
            "SELECT count(*) FROM platform.audit WHERE action = 'notifications.mail_withheld' AND subject = $1",
            $"mail:{kind}.{order.Id}"
        );
}
