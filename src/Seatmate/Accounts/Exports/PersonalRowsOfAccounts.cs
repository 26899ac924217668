using Seatmate.Accounts.Contracts;

namespace Seatmate.Accounts.Exports;

/// <summary>What this module knows about a person; never what would open their account, nor where somebody else was
/// who did something to it.</summary>
public static class PersonalRowsOfAccounts
{
    public static readonly PersonalRows[] All =
    [
        new(
            "accounts/account",
            """
            SELECT to_jsonb(t) - 'password_hash' - 'search_text' - 'search_pairs' FROM accounts.users t WHERE id = $1
            """,
            "accounts.users"
        ),
        new(
            "accounts/sessions",
            "SELECT to_jsonb(t) - 'id' FROM accounts.sessions t WHERE user_id = $1 ORDER BY created_at",
            "accounts.sessions"
        ),
        new(
            "accounts/devices",
            "SELECT to_jsonb(t) - 'id' FROM accounts.devices t WHERE user_id = $1 ORDER BY first_seen_at",
            "accounts.devices"
        ),
        new(
            "accounts/passkeys",
            """
            SELECT jsonb_build_object('name', name, 'created_at', created_at, 'last_used_at', last_used_at)
            FROM accounts.passkeys WHERE user_id = $1 ORDER BY id
            """,
            "accounts.passkeys"
        ),
        new(
            "accounts/address-changes",
            "SELECT to_jsonb(t) FROM accounts.email_changes t WHERE user_id = $1",
            "accounts.email_changes"
        ),
        new(
            "accounts/connected-accounts",
            "SELECT to_jsonb(t) FROM accounts.links t WHERE user_id = $1 ORDER BY id",
            "accounts.links"
        ),
        new(
            "accounts/interests",
            "SELECT to_jsonb(t) FROM accounts.interests t WHERE user_id = $1 ORDER BY id",
            "accounts.interests"
        ),
        new(
            "accounts/support",
            "SELECT to_jsonb(t) FROM accounts.support_consents t WHERE user_id = $1",
            "accounts.support_consents"
        ),
        new(
            "accounts/keys",
            "SELECT to_jsonb(t) - 'secret_hash' FROM accounts.api_keys t WHERE user_id = $1 ORDER BY id",
            "accounts.api_keys"
        ),
        new(
            "accounts/exports",
            "SELECT to_jsonb(t) FROM accounts.exports t WHERE user_id = $1 ORDER BY id",
            "accounts.exports"
        ),
        new(
            "accounts/consents",
            "SELECT to_jsonb(t) FROM accounts.consents t WHERE user_id = $1 ORDER BY id",
            "accounts.consents"
        ),
        new(
            "accounts/erasure",
            "SELECT to_jsonb(t) FROM accounts.erasures t WHERE user_id = $1",
            "accounts.erasures"
        ),
        new(
            "accounts/history",
            """
            SELECT CASE WHEN actor_id = $1 THEN to_jsonb(t) ELSE to_jsonb(t) - 'address' - 'key_id' END
            FROM platform.audit t WHERE actor_id = $1 OR subject = 'user:' || $1 ORDER BY id
            """,
            "platform.audit"
        ),
    ];
}
