namespace Seatmate.Tests.Accounts.Users;

/// <summary>The mailbox of the tests: the code that a person was sent last.</summary>
internal static class EmailCodes
{
    public static Task<string> LatestOf(Person person) =>
        person.Server.Ask<string>(
            """
            SELECT fact.body ->> 'code' FROM platform.facts fact
            JOIN accounts.email_changes change ON change.user_id = (fact.body ->> 'user_id')::bigint
                AND change.email = fact.body ->> 'email'
            WHERE fact.kind = 'EmailChangeAsked' AND change.user_id = $1 ORDER BY fact.id DESC LIMIT 1
            """,
            person.Id
        );
}
