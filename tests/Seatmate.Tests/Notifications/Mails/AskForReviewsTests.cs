using Microsoft.Extensions.DependencyInjection;
using Seatmate.Notifications.Mails;

namespace Seatmate.Tests.Notifications.Mails;

public sealed class AskForReviewsTests : IAsyncLifetime
{
    private readonly FixedClock clock = new(TimeProvider.System.GetUtcNow());

    private TestServer Server { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync(add: services => services.AddSingleton<TimeProvider>(clock));
        await Server.ShouldHaveRun(nameof(AskForReviews));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task On_the_morning_after_by_their_clock_who_was_there_and_silent_is_asked_once()
    {
        var evening = await Evening.New(Server);
        var (ben, cleo) = (await Cast.Ben(Server), await Cast.Cleo(Server));
        var (eve, finn) = (await Cast.Eve(Server), await Cast.Finn(Server));
        foreach (var person in new[] { ben, eve, finn, evening.Organiser })
            (await person.Book(evening)).ShouldBe(201);
        await evening.Begins();
        (await finn.Review(evening, 5)).ShouldBe(201);
        await Live(eve, "Asia/Tokyo", "fr");
        await Live(ben, "Europe/Berlin", "de");
        await Took(evening, "2031-10-25T18:00:00Z", "2031-10-25T20:30:00Z");

        // Berlin sets its clocks back in this night: nine o'clock is an hour later than the day before.
        await AskAt("2031-10-26T07:30:00Z");
        (await Asked(eve)).ShouldBe(1, "it is half past four in the afternoon in Tokyo, on the day it ended");
        (await Asked(ben)).ShouldBe(0, "it is half past eight in Berlin");
        clock.Now = DateTimeOffset.Parse("2031-10-26T08:05:00Z");
        await Race.AtOnce(4, async _ => await Ask());
        await AskAt("2031-10-26T12:00:00Z");

        (await Asked(ben)).ShouldBe(1);
        (await Asked(eve)).ShouldBe(1);
        (await Asked(finn)).ShouldBe(0, "he has reviewed it");
        (await Asked(cleo)).ShouldBe(0, "she was not there");
        (await Asked(evening.Organiser)).ShouldBe(0, "it is her own event");
        (await Subject(ben)).ShouldBe("Wie war „An evening of songs“?");
        (await Subject(eve)).ShouldBe("Comment était « An evening of songs » ?");
    }

    [Fact]
    public async Task Nobody_is_asked_who_does_not_want_it_nor_about_what_is_called_off_nor_days_later()
    {
        var (evening, off, old) = (
            await Evening.New(Server),
            await Evening.New(Server),
            await Evening.New(Server)
        );
        var (ben, eve) = (await Cast.Ben(Server), await Cast.Eve(Server));
        (await ben.Book(evening)).ShouldBe(201);
        (await eve.Book(off)).ShouldBe(201);
        (await eve.Book(old)).ShouldBe(201);
        (
            await ben.Put(
                "/notifications/choices",
                new
                {
                    choices = new[]
                    {
                        new
                        {
                            kind = "rate",
                            channel = "mail",
                            wanted = false,
                        },
                    },
                }
            )
        ).ShouldBe(200);
        await Took(evening, "2031-05-01T18:00:00Z", "2031-05-01T20:00:00Z");
        await Took(off, "2031-05-01T18:00:00Z", "2031-05-01T20:00:00Z");
        await Took(old, "2031-04-28T18:00:00Z", "2031-04-28T20:00:00Z");
        (await off.Organiser.Delete($"/events/{off.Id}")).ShouldBe(200);

        await AskAt("2031-05-02T09:10:00Z");

        (await Asked(ben)).ShouldBe(0);
        (await Asked(eve)).ShouldBe(0);
    }

    private Task Live(Person person, string zone, string language) =>
        Server.Execute(
            "UPDATE accounts.users SET time_zone = $1, language = $2 WHERE id = $3",
            zone,
            language,
            person.Id
        );

    private Task Took(Evening evening, string from, string until) =>
        Server.Execute(
            "UPDATE events.events SET starts_at = $1::timestamptz, ends_at = $2::timestamptz WHERE id = $3",
            from,
            until,
            evening.Id
        );

    private async Task AskAt(string now)
    {
        clock.Now = DateTimeOffset.Parse(now);
        await Ask();
    }

    private async Task<bool> Ask()
    {
        await using var scope = Server.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<AskForReviews>()
            .Run(TestContext.Current.CancellationToken);
        return true;
    }

    private Task<long> Asked(Person person) =>
        Server.Ask<long>(
            "SELECT count(*) FROM notifications.mails WHERE user_id = $1 AND kind = 'rate'",
            person.Id
        );

    private Task<string> Subject(Person person) =>
        Server.Ask<string>(
            "SELECT subject FROM notifications.mails WHERE user_id = $1 AND kind = 'rate'",
            person.Id
        );
}
