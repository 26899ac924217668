using Microsoft.Extensions.DependencyInjection;
using Seatmate.Notifications.Mails;

namespace Seatmate.Tests.Notifications.Mails;

public sealed class RemindOfEventsTests(OwnServer own) : IClassFixture<OwnServer>
{
    private TestServer Server => own.Server;

    [Fact]
    public async Task A_day_before_everybody_with_tickets_is_reminded_once_and_anew_when_the_event_is_moved()
    {
        var evening = await Evening.New(Server);
        var (ben, cleo, eve) = (await Cast.Ben(Server), await Cast.Cleo(Server), await Cast.Eve(Server));
        (await ben.Book(evening)).ShouldBe(201);
        (await eve.Book(evening)).ShouldBe(201);
        await Want(eve, "tomorrow", false);
        await StartsIn(evening, "30 hours");
        await Remind();
        (await Reminders(ben, "tomorrow")).ShouldBe(0);

        await StartsIn(evening, "20 hours");
        await Race.AtOnce(4, async _ => await Remind());

        (await Reminders(ben, "tomorrow")).ShouldBe(1);
        (await Reminders(cleo, "tomorrow")).ShouldBe(0);
        (await Reminders(eve, "tomorrow")).ShouldBe(0, "she has switched it off");
        await StartsIn(evening, "22 hours");
        await Remind();
        (await Reminders(ben, "tomorrow")).ShouldBe(2);
    }

    [Fact]
    public async Task Some_hours_before_who_wants_it_is_reminded_and_nobody_of_what_is_called_off()
    {
        var (evening, off) = (await Evening.New(Server), await Evening.New(Server));
        var (ben, eve) = (await Cast.Ben(Server), await Cast.Eve(Server));
        foreach (var person in new[] { ben, eve })
            (await person.Book(evening)).ShouldBe(201);
        (await eve.Book(off)).ShouldBe(201);
        await Want(eve, "tonight", true);
        (await off.Organiser.Delete($"/events/{off.Id}")).ShouldBe(200);
        await StartsIn(evening, "3 hours");
        await StartsIn(off, "3 hours");

        await Remind();

        (await Reminders(ben, "tonight")).ShouldBe(0);
        (await Reminders(eve, "tonight")).ShouldBe(1);
    }

    [Fact]
    public async Task Who_bought_as_a_guest_before_they_booked_signed_in_is_reminded()
    {
        var evening = await Evening.New(Server);
        var ben = await Cast.Ben(Server);
        var hold = (await Server.Anyone.Hold(evening)).ShouldBe(201);
        (await Server.OrderAsGuest(hold, ben.Email)).ShouldBe(201);
        (await ben.Book(evening)).ShouldBe(201);
        await StartsIn(evening, "20 hours");

        await Remind();

        (await Reminders(ben, "tomorrow")).ShouldBe(1);
    }

    private static async Task Want(Person person, string kind, bool wanted) =>
        (
            await person.Put(
                "/notifications/choices",
                new
                {
                    choices = new[]
                    {
                        new
                        {
                            kind,
                            channel = "mail",
                            wanted,
                        },
                    },
                }
            )
        ).ShouldBe(200);

    private Task StartsIn(Evening evening, string time) =>
        Server.Execute(
            $"UPDATE events.events SET starts_at = now() + interval '{time}', ends_at = NULL WHERE id = $1",
            evening.Id
        );

    private async Task<bool> Remind()
    {
        await using var scope = Server.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<RemindOfEvents>()
            .Run(TestContext.Current.CancellationToken);
        return true;
    }

    private Task<long> Reminders(Person person, string kind) =>
        Server.Ask<long>(
            "SELECT count(*) FROM notifications.mails WHERE user_id = $1 AND kind = $2",
            person.Id,
            kind
        );
}
