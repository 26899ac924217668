using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;
using Seatmate.Platform.Time;
using Seatmate.Social.Contracts;

namespace Seatmate.Notifications.Mails;

/// <summary>Tells people in the evening of their own day what others said to their posts: at most once a person
/// and day. The news go in the transaction that writes the mail, so a job that dies tells the rest the next
/// time.</summary>
public sealed class SendDigests(
    SeatmateDb db,
    MailWriter mails,
    IPeople people,
    IPosts posts,
    Settings settings,
    TimeProvider clock
) : IJob
{
    private const int PeopleAtOnce = 500;
    private const int PostsMax = 10;
    private const int Evening = 18;

    public TimeSpan Every => TimeSpan.FromMinutes(15);

    public async Task Run(CancellationToken cancel)
    {
        var last = 0L;
        while (await Next(last, cancel) is { Count: > 0 } some)
        {
            foreach (var person in (await people.Contacts(some, cancel)).Values)
            {
                var local = WallTime.WithOffset(clock.GetUtcNow(), person.TimeZone);
                if (local.Hour >= Evening)
                    await db.InTransaction(() => Tell(person, local, cancel), cancel);
            }
            last = some[^1];
        }
    }

    private Task<List<long>> Next(long after, CancellationToken cancel) =>
        db
            .Database.SqlQuery<long>(
                $"""
                SELECT DISTINCT user_id AS "Value" FROM notifications.news
                WHERE user_id > {after} ORDER BY 1 LIMIT {PeopleAtOnce}
                """
            )
            .ToListAsync(cancel);

    private async Task<bool> Tell(UserContact person, DateTimeOffset local, CancellationToken cancel)
    {
        var cause = $"{person.Id}.{local.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";
        var messageId = NewMail.MessageIdOf(MailKinds.Digest, cause);
        var news = await db
            .Database.SqlQuery<NewsRow>(
                $"""
                WITH told AS (
                    DELETE FROM notifications.news WHERE user_id = {person.Id}
                        AND NOT EXISTS (SELECT FROM notifications.mails WHERE message_id = {messageId})
                        AND NOT EXISTS (
                            SELECT FROM notifications.notes
                            WHERE user_id = {person.Id} AND kind = {MailKinds.Digest.Name} AND cause = {cause})
                    RETURNING post_id, likes, comments
                )
                SELECT post_id AS "PostId", likes AS "Likes", comments AS "Comments" FROM told
                """
            )
            .ToListAsync(cancel);
        if (news.Count == 0)
            return false;
        var about = await posts.Find([.. news.Select(row => row.PostId)], cancel);
        var values = new Dictionary<string, object?>
        {
            ["feed_url"] = new Uri(settings.PublicUrl, "/feed"),
            ["lines"] = news.Where(row => about.ContainsKey(row.PostId))
                .OrderByDescending(row => row.Comments)
                .ThenByDescending(row => row.Likes)
                .Take(PostsMax)
                .Select(row => Line(row, about[row.PostId]))
                .ToArray(),
        };
        await mails.Write(new NewMail(MailKinds.Digest, Recipient.Of(person), cause, values), cancel);
        return true;
    }

    private Dictionary<string, object?> Line(NewsRow row, PostTerms post) =>
        new()
        {
            ["title"] = post.Title,
            ["post_url"] = new Uri(settings.PublicUrl, $"/feed/{post.PostId}"),
            ["comments"] = row.Comments,
            ["likes"] = row.Likes,
        };

    private sealed record NewsRow(long PostId, int Likes, int Comments);
}
