using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Http;

namespace Seatmate.Platform.Database;

/// <summary>Search by any part of a name, without regard to case and accents, by tables that have the generated
/// columns search_text and search_pairs. Three letters and more use the trigram index, one and two the index of
/// pairs.</summary>
public static class SearchPart
{
    /// <summary>The ids of the rows of <paramref name="table"/> (a name we chose, never input) that hold the part;
    /// those that start with it, or have a word that does, first; then by id. At most a page, from a row's rank and
    /// id on.</summary>
    public static async Task<List<FoundRow>> Find(
        SeatmateDb db,
        string table,
        string condition,
        string part,
        PageRequest page,
        CancellationToken cancel
    )
    {
        var text = part.Trim();
        if (text.Length is 0 or > Limits.SearchPartLengthMax || !TextRule.IsCleanText(text, lines: false))
            return [];
        var (rank, id) = page.After.Count > 1 ? ((int)page.Number(0), page.Number(1)) : (-1, 0L);
        var sql = $$"""
            WITH asked AS (SELECT platform.search_text({0}) AS part)
            SELECT id AS "Id", rank AS "Rank" FROM (
                SELECT id, CASE WHEN starts_with(search_text, part) THEN 0
                    WHEN position(' ' || part IN search_text) > 0 THEN 1 ELSE 2 END AS rank
                FROM {{table}}, asked
                WHERE {{Match}} AND {{condition}}
            ) AS found
            WHERE (rank, id) > ({1}, {2}) ORDER BY rank, id LIMIT {3}
            """;
        return await db
            .Database.SqlQueryRaw<FoundRow>(sql, text, rank, id, page.Limit + 1)
            .ToListAsync(cancel);
    }

    // Lengths and the signs of LIKE are looked at after the accents are gone: ß is two letters then, and the wide ％ a
    // plain one. The functions are immutable, so PostgreSQL knows the length when it plans, and one branch is left.
    private const string Match = """
        CASE WHEN char_length(platform.search_text({0})) > 2
            THEN search_text LIKE '%' || regexp_replace(platform.search_text({0}), '([\\%_])', '\\\1', 'g') || '%'
            ELSE search_pairs @> ARRAY[platform.search_text({0})] END
        """;
}

/// <summary>A row that search found; rank 0 is best.</summary>
public sealed record FoundRow(long Id, int Rank);
