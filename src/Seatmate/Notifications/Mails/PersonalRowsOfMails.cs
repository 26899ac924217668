using Seatmate.Accounts.Contracts;

namespace Seatmate.Notifications.Mails;

/// <summary>What this module knows about a person.</summary>
public static class PersonalRowsOfMails
{
    public static readonly PersonalRows[] All =
    [
        new(
            "notifications/mails",
            """
            SELECT jsonb_build_object('kind', kind, 'to_address', to_address, 'subject', subject, 'body', body,
                'language', language, 'written_at', written_at, 'sent_at', sent_at)
            FROM notifications.mails WHERE user_id = $1 ORDER BY id
            """,
            "notifications.mails"
        ),
        new(
            "notifications/notes",
            "SELECT to_jsonb(t) - 'user_id' FROM notifications.notes t WHERE user_id = $1 ORDER BY id",
            "notifications.notes"
        ),
        new(
            "notifications/push-subscriptions",
            """
            SELECT jsonb_build_object('endpoint', endpoint, 'created_at', created_at, 'last_ok_at', last_ok_at)
            FROM notifications.push_subscriptions WHERE user_id = $1 ORDER BY id
            """,
            "notifications.push_subscriptions"
        ),
        new(
            "notifications/choices",
            "SELECT to_jsonb(t) FROM notifications.choices t WHERE user_id = $1 ORDER BY kind, channel",
            "notifications.choices"
        ),
        new(
            "notifications/reports",
            "SELECT to_jsonb(t) FROM notifications.reports t WHERE user_id = $1 ORDER BY kind, period",
            "notifications.reports"
        ),
        new(
            "notifications/report-setting",
            "SELECT to_jsonb(t) FROM notifications.report_settings t WHERE user_id = $1",
            "notifications.report_settings"
        ),
        new(
            "notifications/news",
            "SELECT to_jsonb(t) FROM notifications.news t WHERE user_id = $1 ORDER BY post_id",
            "notifications.news"
        ),
    ];
}
