using System.Text.Json;
using Seatmate.Notifications.Mails;
using Seatmate.Tests.Notifications.Mails;

namespace Seatmate.Tests.Notifications.Notes;

public sealed class ListNotesTests
{
    [Fact]
    public async Task Who_has_booked_is_told_once_and_where_it_leads_and_others_are_not()
    {
        var evening = await Evening.New();
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());

        (await ben.Book(evening)).ShouldBe(201);

        await ben.ShouldBeTold("Your tickets: An evening of songs");
        await evening.Server.Settled();
        var note = (await ben.Get(Inbox.Address)).Rows.ShouldHaveSingleItem();
        note.GetProperty("kind").GetString().ShouldBe("tickets");
        note.GetProperty("link").GetString().ShouldBe("/tickets");
        note.GetProperty("read_at").ValueKind.ShouldBe(JsonValueKind.Null);
        (await ben.Unread()).ShouldBe(1);
        (await cleo.Titles()).ShouldBeEmpty();
        (await cleo.Unread()).ShouldBe(0);
    }

    [Fact]
    public async Task It_is_said_in_the_language_that_its_reader_has_now_with_moments_and_amounts_as_it_writes_them()
    {
        var ben = await Cast.Ben();
        await ben.Server.WriteMails(MailKinds.Invoice, 1, $"language-{ben.Id}", userId: ben.Id);
        await ben.Server.WriteMails(MailKinds.EventMoved, 1, $"language-{ben.Id}", userId: ben.Id);
        (await Texts(ben)).ShouldBe(["Now: Thursday, 1 May 2031, 18:00", "Ada Ferrante, 37.50 EUR"]);

        (await ben.Patch($"/user/{ben.Id}", new { language = "de" })).ShouldBe(200);

        (await ben.Titles()).ShouldBe(["Neue Zeit: An evening of songs", "Rechnung 2031-000042"]);
        (await Texts(ben)).ShouldBe(["Jetzt: Donnerstag, 1. Mai 2031, 18:00 Uhr", "Ada Ferrante, 37,50 EUR"]);
    }

    [Fact]
    public async Task A_cause_is_told_once_however_often_and_by_how_many_at_once()
    {
        var ben = await Cast.Ben();

        await Race.AtOnce(
            5,
            async _ =>
            {
                await ben.Server.WriteMails(MailKinds.Tickets, 2, $"once-{ben.Id}", userId: ben.Id);
                return true;
            }
        );

        (await ben.Titles()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Codes_and_keys_are_mailed_only()
    {
        var ben = await Cast.Ben();
        foreach (var kind in MailKinds.All.Where(kind => kind.Opens is null))
            await ben.Server.WriteMails(kind, 1, $"only-{ben.Id}", userId: ben.Id);

        (await ben.Titles()).ShouldBeEmpty();
        MailKinds
            .All.Where(kind => kind.Opens is null)
            .Select(kind => kind.Name)
            .ShouldBe([
                "welcome",
                "email-code",
                "sign-in-code",
                "password-reset",
                "email-confirmation",
                "test",
            ]);
    }

    [Fact]
    public async Task A_long_list_comes_in_pages_newest_first()
    {
        var ben = await Cast.Ben();
        await ben.Server.WriteMails(MailKinds.Tickets, 5, $"pages-{ben.Id}", userId: ben.Id);

        var ids = new List<long>();
        var next = $"{Inbox.Address}?limit=2";
        while (next is not null)
        {
            var answer = (await ben.Get(next)).ShouldBe(200);
            answer.Rows.Count.ShouldBeLessThanOrEqualTo(2);
            ids.AddRange(answer.Rows.Select(row => row.GetProperty("id").GetInt64()));
            next = answer.Next;
        }

        ids.Count.ShouldBe(5);
        ids.ShouldBe(ids.OrderDescending());
    }

    private static async Task<List<string>> Texts(Person person) =>
        [
            .. (await person.Get(Inbox.Address))
                .ShouldBe(200)
                .Rows.Select(row => row.GetProperty("text").GetString()!),
        ];
}
