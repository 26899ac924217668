using Seatmate.Accounts.Contracts;
using Seatmate.Notifications.Contracts;
using Seatmate.Notifications.Mails;
using Seatmate.Platform.Pdf;

namespace Seatmate.Notifications.Reports;

/// <summary>A person's month as a PDF, with the words of its mail.</summary>
public sealed class MonthlyPaper(MailTemplates templates)
{
    private const string Mail = "monthly-report";

    public static string NameOf(DateOnly month) => $"seatmate-{MonthRule.Write(month)}.pdf";

    /// <summary>October 2026, as the language says it.</summary>
    public string NameOf(DateOnly month, string language) => templates.Calendar(language).WriteMonth(month);

    public byte[] Of(UserContact person, DateOnly month, MonthlyFigures figures)
    {
        var words = templates.Words(Mail, person.Language);
        var calendar = templates.Calendar(person.Language);
        var title = $"{words["title"]}: {calendar.WriteMonth(month)}";
        var paper = new PdfPaper(title, person.Language)
            .Heading(title)
            .Note(person.Name)
            .Line()
            .Row(words["bookings_label"], $"{figures.Bookings}")
            .Row(words["tickets_label"], $"{figures.Tickets}");
        foreach (var moved in figures.Money)
        {
            paper.Row(words["paid_label"], calendar.Write(moved.Paid));
            if (moved.Refunded.AmountMinor > 0)
                paper.Row(words["refunded_label"], calendar.Write(moved.Refunded));
        }
        paper
            .Row(words["seen_label"], $"{figures.Seen.Count}")
            .Row(words["reviews_label"], $"{figures.Reviews}")
            .Row(words["posts_label"], $"{figures.Posts}")
            .Row(words["likes_given_label"], $"{figures.LikesGiven}")
            .Row(words["likes_received_label"], $"{figures.LikesReceived}");
        if (figures.Seen.Count > 0)
            paper.Line().Subheading(words["events_title"]);
        foreach (var seen in figures.Seen)
            paper.Text(seen.Title).Note(calendar.Write(seen.LocalStart)).Space(4);
        return paper.ToBytes();
    }
}
