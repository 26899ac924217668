using Seatmate.Accounts.Contracts;

namespace Seatmate.Social.Posts;

/// <summary>What this module knows about a person.</summary>
public static class PersonalRowsOfSocial
{
    public static readonly PersonalRows[] All =
    [
        new(
            "social/posts",
            "SELECT to_jsonb(t) FROM social.posts t WHERE author_id = $1 ORDER BY id",
            "social.posts"
        ),
        new(
            "social/comments",
            "SELECT to_jsonb(t) FROM social.comments t WHERE author_id = $1 ORDER BY id",
            "social.comments"
        ),
        new(
            "social/likes",
            "SELECT to_jsonb(t) FROM social.likes t WHERE user_id = $1 ORDER BY id",
            "social.likes"
        ),
    ];
}
