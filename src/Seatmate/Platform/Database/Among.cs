using System.Linq.Expressions;

namespace Seatmate.Platform.Database;

public static class AmongExtension
{
    /// <summary>The rows whose key is one of these. One alone is asked for as such: for `= ANY` PostgreSQL expects ten,
    /// so it never keeps a plan for it and makes one for each question anew.</summary>
    public static IQueryable<TRow> Among<TRow>(
        this IQueryable<TRow> rows,
        IReadOnlyCollection<long> ids,
        Expression<Func<TRow, long>> key
    ) =>
        rows.Where(
            Expression.Lambda<Func<TRow, bool>>(
                ids.Count == 1
                    ? Expression.Equal(key.Body, Value(new { Id = ids.First() }, "Id"))
                    : Expression.Call(
                        typeof(Enumerable),
                        nameof(Enumerable.Contains),
                        [typeof(long)],
                        Value(new { Ids = ids.ToArray() }, "Ids"),
                        key.Body
                    ),
                key.Parameters
            )
        );

    /// <summary>A value that becomes a parameter of the statement, as what a lambda captures does.</summary>
    private static MemberExpression Value(object holder, string name) =>
        Expression.Property(Expression.Constant(holder), name);
}
