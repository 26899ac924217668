using System.Diagnostics;

namespace Seatmate.Tests.Concurrency;

public sealed class NoCircleTests
{
    private const int PeopleCount = 12;
    private static readonly TimeSpan Bustle = TimeSpan.FromSeconds(4);

    /// <summary>What everybody does over and over is drawn from a seed of their own.</summary>
    [Fact]
    public async Task However_people_book_change_pay_and_cancel_at_two_servers_nobody_waits_in_a_circle()
    {
        await using var first = await TestServer.StartAsync(settings =>
            settings with
            {
                HoldDuration = TimeSpan.FromMilliseconds(700),
            }
        );
        await using var second = await first.StartBesideAsync(settings =>
            settings with
            {
                HoldDuration = TimeSpan.FromMilliseconds(700),
            }
        );
        var ada = await Cast.Ada(first);
        Evening[] evenings =
        [
            await Evening.Of(ada, sections: [("Left", 0, 8), ("Middle", 5, 8), ("Right", 9, 8)]),
            await Evening.Of(ada, sections: [("Right", 9, 6), ("Left", 0, 6)]),
        ];
        var crowd = await Cast.Crowd(PeopleCount, first);
        var clock = Stopwatch.StartNew();

        var answers = await Race.AtOnce(
            2 * PeopleCount,
            async number =>
            {
                var person = crowd[number / 2].At(number % 2 == 0 ? first : second);
                var chance = new Random(number);
                var seen = new List<Answer>();
                while (clock.Elapsed < Bustle)
                    seen.AddRange(await Act(person, evenings[chance.Next(2)], chance));
                return seen;
            }
        );

        var all = answers.SelectMany(list => list).ToList();
        all.Count.ShouldBeGreaterThan(PeopleCount);
        all.Where(answer => answer.Status >= 500).Select(answer => answer.ToString()).ShouldBeEmpty();
        all.ShouldContain(answer => answer.Status == 201);
        await first.ShouldComeToRest();
        await first.ShouldBeSound();
        first.Errors.Lines.ShouldBeEmpty();
        second.Errors.Lines.ShouldBeEmpty();
    }

    private static async Task<List<Answer>> Act(Person person, Evening evening, Random chance)
    {
        var section = new[] { "Left", "Right", "Middle" }[chance.Next(3)];
        var tickets = chance.Next(1, 5);
        if (chance.Next(3) == 0)
            return [await person.Book(evening, tickets, section)];
        var list = await person.Get($"{evening.Bookings}?limit=100");
        if (list.Status != 200 || list.Rows.Count == 0)
            return [list, await person.Book(evening, tickets, section)];
        var booking = list.Rows[chance.Next(list.Rows.Count)];
        var path = $"{evening.Bookings}/{booking.GetProperty("id").GetInt64()}";
        var payAt = booking.GetProperty("pay_url").GetString();
        return
        [
            list,
            chance.Next(4) switch
            {
                0 when payAt is not null => await person.Post(
                    $"/sandbox/payments/{payAt.Split('/')[^1]}",
                    new { outcome = chance.Next(2) == 0 ? "pay" : "decline" }
                ),
                0 or 1 => await person.Delete(path),
                _ => await person.Patch(path, new { total_tickets = tickets, seat_section = section }),
            },
        ];
    }
}
