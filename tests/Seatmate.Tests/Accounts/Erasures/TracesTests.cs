using Microsoft.Extensions.DependencyInjection;
using Seatmate.Platform.Jobs;
using Seatmate.Tests.Accounts.Links;
using Seatmate.Tests.Accounts.Providers;

namespace Seatmate.Tests.Accounts.Erasures;

/// <summary>Whoever was erased is nowhere any more: every text of every table is looked through.</summary>
public sealed class TracesTests(ProviderServer world) : IClassFixture<ProviderServer>
{
    private const string Name = "Xanthippe Quillfeather";
    private const string Handle = "xanthippe-q";
    private const string Email = "xanthippe@quillfeather.example";

    [Fact]
    public async Task Nothing_names_a_person_who_was_erased()
    {
        var person = await LiveALittle();
        (await Traces()).ShouldNotBeEmpty("the search finds what is there");
        await person.Post($"/user/{person.Id}/erasure");
        await world.Server.Settled();
        await AskForErasureTests.MakeDue(person);

        await AskForErasureTests.RunJob(world.Server);
        await ForgetBriefFacts();

        (await Traces()).ShouldBeEmpty(
            "a table still names them: let the module take its part in IUserLeaving"
        );
        (
            await world.Server.Ask<long>("SELECT count(*) FROM ticketing.orders WHERE paid_at IS NOT NULL")
        ).ShouldBe(1, "a paid order stays");
        await world.Server.ShouldBeSound();
    }

    private async Task<Person> LiveALittle()
    {
        var registered = (
            await world.Server.Anyone.Post(
                "/auth/register",
                new
                {
                    name = Name,
                    user_name = Handle,
                    email = Email,
                    password = Cast.Password,
                },
                ("Idempotency-Key", "x-1")
            )
        ).ShouldBe(201);
        var token = await world.Server.Anyone.Post(
            "/auth/login",
            new { email = Email, password = Cast.Password }
        );
        var person = new Person(world.Server, registered.Id, Name, Email, Guid.Empty, token.Text("token")!);
        await world.Server.Anyone.Post("/auth/code", new { email = Email });
        await world.Server.Anyone.Post("/auth/forgot", new { email = Email });
        await person.Patch($"/user/{person.Id}", new { email = $"new.{Email}" });
        var post = await person.Post(
            "/posts",
            new { title = "Mine", content = $"I am {Name}" },
            ("Idempotency-Key", "x-2")
        );
        await person.Post($"/posts/{post.Id}/comments", new { content = $"{Name} again" });
        await person.Post($"/posts/{post.Id}/likes");
        await (await Visit.ToLink(person, world)).Return(FakeProvider.NewSubject(), Email);
        await person.Post(
            "/events",
            new
            {
                title = $"A draft of {Name}"[..30],
                date = "2031-05-01T18:00:00Z",
                ticket_price = 1,
                status = "draft",
            }
        );
        await Buy(person);
        await person.Post($"/user/{person.Id}/exports", null, ("Idempotency-Key", "x-3"));
        await world.Server.Settled();
        return person;
    }

    private async Task Buy(Person person)
    {
        var evening = await Evening.New(world.Server, price: 10);
        var booking = (await person.Post(evening.Bookings, new { seat_section = Evening.Floor })).ShouldBe(
            201
        );
        var reference = booking.Text("pay_url")!.Split('/')[^1];
        await person.Post($"/sandbox/payments/{reference}", new { outcome = "pay" });
        await Eventually.ShouldBeTrue(
            async () => (await person.Get($"{evening.Bookings}/{booking.Id}")).Text("status") == "confirmed",
            "the booking is paid"
        );
        await person.Post($"{evening.Bookings}/{booking.Id}/invoice");
    }

    /// <summary>What an hour does.</summary>
    private async Task ForgetBriefFacts()
    {
        await world.Server.Execute(
            "UPDATE platform.facts SET happened_at = happened_at - interval '2 hours'"
        );
        await world.Server.Execute(
            "UPDATE platform.repeated_requests SET created_at = created_at - interval '2 days'"
        );
        await using var scope = world.Server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ForgetOldRows>().Run(CancellationToken.None);
    }

    /// <summary>Every row that names the person, as text or as bytes.</summary>
    private async Task<List<string>> Traces()
    {
        var tables = await world.Server.Ask<string[]>(
            """
            SELECT array_agg(format('%I.%I', schemaname, tablename)) FROM pg_tables
            WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
            """
        );
        var traces = new List<string>();
        foreach (var table in tables)
        {
            var rows = await world.Server.Ask<string[]>(
                $"""
                SELECT coalesce(array_agg(left(t::text, 200)), '{"{}"}') FROM {table} t
                WHERE t::text ~* $1 OR t::text ~* $2
                """,
                $"{Name}|{Handle}|quillfeather",
                Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes("uillfeather"))
            );
            traces.AddRange(rows.Select(row => $"{table}: {row}"));
        }
        return traces;
    }
}
