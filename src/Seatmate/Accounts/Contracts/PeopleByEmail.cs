using Npgsql;

namespace Seatmate.Accounts.Contracts;

/// <summary>Whose accounts have these addresses, as a statement of somebody else's batch.</summary>
public static class PeopleByEmail
{
    /// <summary>A row for each address, in their order: the id of whose account has it, without regard to case, or null
    /// when it is nobody's.</summary>
    public static NpgsqlBatchCommand FindMany(string[] emails) =>
        new(
            """
            SELECT account.id
            FROM unnest($1) WITH ORDINALITY AS asked(email, number)
            LEFT JOIN LATERAL (
                SELECT id FROM accounts.users WHERE lower(users.email) = lower(asked.email) LIMIT 1
            ) AS account ON true
            ORDER BY number
            """
        )
        {
            Parameters = { new() { Value = emails } },
        };
}
