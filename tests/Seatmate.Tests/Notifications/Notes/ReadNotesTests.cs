using Seatmate.Notifications.Mails;
using Seatmate.Tests.Notifications.Mails;

namespace Seatmate.Tests.Notifications.Notes;

public sealed class ReadNotesTests
{
    private const string Read = $"{Inbox.Address}/read";

    [Fact]
    public async Task Some_are_read_by_their_ids_and_all_up_to_one_and_what_comes_later_stays_unread()
    {
        var ben = await Cast.Ben();
        await ben.Server.WriteMails(MailKinds.Tickets, 4, $"first-{ben.Id}", userId: ben.Id);
        var ids = await Ids(ben);

        (await ben.Post(Read, new { ids = new[] { ids[3] } })).ShouldBe(200)["unread"].GetInt32().ShouldBe(3);
        await ben.Server.WriteMails(MailKinds.Tickets, 1, $"later-{ben.Id}", userId: ben.Id);
        (await ben.Post(Read, new { up_to = ids[0] })).ShouldBe(200)["unread"].GetInt32().ShouldBe(1);

        (await ben.Unread()).ShouldBe(1);
        (await ReadTimes(ben)).ShouldBe([null, .. (await ReadTimes(ben)).Skip(1)]);
        (await ReadTimes(ben)).Count(time => time is null).ShouldBe(1);
    }

    [Fact]
    public async Task What_was_read_keeps_its_time()
    {
        var ben = await Cast.Ben();
        await ben.Server.WriteMails(MailKinds.Tickets, 1, $"time-{ben.Id}", userId: ben.Id);
        var id = (await Ids(ben))[0];
        (await ben.Post(Read, new { up_to = id })).ShouldBe(200);
        var time = (await ReadTimes(ben))[0];

        (await ben.Post(Read, new { ids = new[] { id } })).ShouldBe(200);

        time.ShouldNotBeNull();
        (await ReadTimes(ben))[0].ShouldBe(time);
    }

    [Fact]
    public async Task Those_of_others_stay_as_they_are()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());
        await ben.Server.WriteMails(MailKinds.Tickets, 1, $"his-{ben.Id}", userId: ben.Id);
        var id = (await Ids(ben))[0];

        (await cleo.Post(Read, new { ids = new[] { id } })).ShouldBe(200);
        (await cleo.Post(Read, new { up_to = long.MaxValue })).ShouldBe(200);

        (await ben.Unread()).ShouldBe(1);
    }

    [Fact]
    public async Task Nonsense_is_refused()
    {
        var ben = await Cast.Ben();

        (await ben.Post(Read, new { })).ShouldBeInvalid("ids");
        (await ben.Post(Read, new { ids = new[] { 1 }, up_to = 1 })).ShouldBeInvalid("ids");
        (await ben.Post(Read, new { ids = Enumerable.Range(1, 101) })).ShouldBeInvalid("ids");
    }

    [Fact]
    public async Task More_than_ninety_nine_unread_are_a_hundred()
    {
        var ben = await Cast.Ben();
        await ben.Server.WriteMails(MailKinds.Tickets, 120, $"many-{ben.Id}", userId: ben.Id);

        (await ben.Unread()).ShouldBe(100);
    }

    private static async Task<List<long>> Ids(Person person) =>
        [.. (await person.Get(Inbox.Address)).Rows.Select(row => row.GetProperty("id").GetInt64())];

    private static async Task<List<string?>> ReadTimes(Person person) =>
        [.. (await person.Get(Inbox.Address)).Rows.Select(row => row.GetProperty("read_at").GetString())];
}
