namespace Seatmate.Tests.Concurrency;

/// <summary>A payment arrives at one server in the very moment in which its order lapses at the other. Each test stops
/// who is first in the middle of its transaction until the other one waits for it. Whoever is first: the order is
/// confirmed with its ticket, or the money goes back.</summary>
public sealed class DeadlineRacesTests(TwoServers two) : IClassFixture<TwoServers>
{
    private const string NeverClosed = "DROP TRIGGER stocks_closed_take_nothing ON ticketing.stocks";
    private const int Price = 10;
    private const long Minor = 100 * Price;

    [Fact]
    public async Task What_is_being_confirmed_neither_the_sweeper_nor_who_wants_the_place_takes_away()
    {
        var (evening, ben, booking) = await Late();
        var eve = await Cast.Eve(two.Second);
        await using var gate = await Gate.Before(two.First, "ticketing.tickets");
        await Capture(booking);
        await gate.ShouldHaveWaiting(1);

        await two.Second.Sweep();
        var wish = eve.Book(evening);
        await two.First.ShouldHaveWaitingForRows(1);
        await gate.Open();

        (await wish).ShouldFail(409, "section-sold-out");
        await ShouldBeConfirmed(evening, ben, booking);
    }

    [Fact]
    public async Task What_lapses_while_its_payment_is_settled_has_its_place_again()
    {
        var (evening, ben, booking) = await Late();
        await using var gate = await Gate.Before(two.First, "payments.postings");
        await Capture(booking);
        await gate.ShouldHaveWaiting(1);

        var sweep = two.Second.Sweep();
        await two.First.ShouldHaveWaitingForRows(1);
        await gate.Open();

        await sweep;
        await ShouldBeConfirmed(evening, ben, booking);
    }

    [Fact]
    public Task What_is_paid_while_it_lapses_has_its_place_again() =>
        PayWhileItEnds("ticketing.claims", withInvoice: false);

    [Fact]
    public Task A_payment_that_comes_while_it_is_given_up_is_not_lost() =>
        PayWhileItEnds("payments.invoices", withInvoice: true);

    [Fact]
    public async Task Of_who_pays_late_and_who_wants_the_place_one_has_it_and_the_other_has_their_money()
    {
        var (evening, ben, booking) = await Late();
        var eve = await Cast.Eve(two.Second);
        await using var gate = await Gate.Before(two.First, "ticketing.claims");
        var wish = eve.Book(evening);
        await gate.ShouldHaveWaiting(1);

        await Capture(booking);
        await two.First.ShouldHaveWaitingForRows(1);
        await gate.Open();

        if ((await wish).Status == 201)
            await ShouldHaveGoneBack(evening, ben, booking);
        else
            await ShouldBeConfirmed(evening, ben, booking);
    }

    [Fact]
    public async Task Who_pays_late_for_what_was_called_off_has_their_money_back()
    {
        var (evening, booking) = await PayForCalledOff(two);

        (await two.First.RefundedOf(booking)).ShouldBe(Minor);
        (await evening.TicketsSold()).ShouldBe(0);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_closed_stocks_they_have_a_ticket_of_it()
    {
        await using var broken = await TwoServers.Without(NeverClosed);

        var (evening, booking) = await PayForCalledOff(broken);

        (await broken.First.Kept(booking)).ShouldBe(Minor);
        (await evening.TicketsSold()).ShouldBe(1);
        Control.FailedAsExpected(
            "stocks_closed_take_nothing",
            "a ticket of an event that was called off was paid for"
        );
    }

    /// <summary>The sweep that ends the order is held before the table; then the payment comes.</summary>
    private async Task PayWhileItEnds(string table, bool withInvoice)
    {
        var (evening, ben, booking) = await Late(withInvoice);
        await using var gate = await Gate.Before(two.First, table);
        var sweep = two.Second.Sweep();
        await gate.ShouldHaveWaiting(1);

        await Capture(booking);
        await two.First.ShouldHaveWaitingForRows(1);
        await gate.Open();

        await sweep;
        await ShouldBeConfirmed(evening, ben, booking);
    }

    private static async Task<(Evening Evening, Answer Booking)> PayForCalledOff(TwoServers servers)
    {
        var evening = await Evening.New(servers.First, price: Price);
        var booking = (await (await Cast.Ben(servers.First)).Book(evening)).ShouldBe(201);
        await servers.First.PassDeadline(booking);
        await servers.Second.Sweep();
        (await evening.Organiser.Delete($"/events/{evening.Id}")).ShouldBe(200);
        await servers.First.ShouldComeToRest();
        (await servers.First.Deliver(booking, "captured")).ShouldBe(200);
        await servers.First.ShouldComeToRest();
        return (evening, booking);
    }

    /// <summary>An evening with one place, which Ben has not paid in time.</summary>
    private async Task<(Evening Evening, Person Ben, Answer Booking)> Late(bool withInvoice = false)
    {
        var evening = await Evening.New(two.First, price: Price, places: 1);
        var ben = await Cast.Ben(two.First);
        var booking = (await ben.Book(evening)).ShouldBe(201);
        if (withInvoice)
            (await ben.Post($"{evening.Bookings}/{booking.Id}/invoice")).ShouldBe(201);
        await two.First.PassDeadline(booking);
        return (evening, ben, booking);
    }

    private async Task Capture(Answer booking) =>
        (await two.First.Deliver(booking, "captured")).ShouldBe(200);

    private Task ShouldBeConfirmed(Evening evening, Person ben, Answer booking) =>
        ShouldBe("confirmed", kept: Minor, refunded: 0, tickets: 1, evening, ben, booking);

    private Task ShouldHaveGoneBack(Evening evening, Person ben, Answer booking) =>
        ShouldBe("expired", kept: 0, refunded: Minor, tickets: 0, evening, ben, booking);

    private async Task ShouldBe(
        string status,
        long kept,
        long refunded,
        long tickets,
        Evening evening,
        Person ben,
        Answer booking
    )
    {
        await two.First.ShouldComeToRest();
        (await ben.Get($"/bookings/{booking.Text("booking_id")}")).Text("status").ShouldBe(status);
        (await two.First.Kept(booking)).ShouldBe(kept);
        (await two.First.RefundedOf(booking)).ShouldBe(refunded);
        (await evening.TicketsSold()).ShouldBe(tickets);
        (await evening.PlacesTaken()).ShouldBe(1);
        await two.First.ShouldBeSound();
    }
}
