using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;

namespace Seatmate.Tests.Platform.Database;

/// <summary>Transactions inside transactions: each is a part that is undone alone, with all that is in it.</summary>
public sealed class SeatmateDbTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private TestServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.StartAsync();
        await server.Execute("CREATE TABLE public.words (word text)");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_refused_part_is_undone_although_a_part_inside_it_was_undone_before()
    {
        await server.InScope(db =>
            db.InTransaction(
                async () =>
                {
                    await db.InTransaction(
                        async () =>
                        {
                            await Write(db, "refused");
                            await Should.ThrowAsync<InvalidOperationException>(() => Fail(db));
                            return false;
                        },
                        Cancel,
                        done => done
                    );
                    await Write(db, "kept");
                    return true;
                },
                Cancel
            )
        );

        (await Words()).ShouldBe(["kept"]);
    }

    [Fact]
    public async Task A_part_that_fails_takes_nothing_else_with_it()
    {
        await server.InScope(db =>
            db.InTransaction(
                async () =>
                {
                    await Write(db, "before");
                    await Should.ThrowAsync<InvalidOperationException>(() => Fail(db));
                    await Write(db, "after");
                    return true;
                },
                Cancel
            )
        );

        (await Words()).ShouldBe(["after", "before"]);
    }

    private static Task<bool> Fail(SeatmateDb db) =>
        db.InTransaction<bool>(
            async () =>
            {
                await Write(db, "failed");
                throw new InvalidOperationException("as asked");
            },
            Cancel
        );

    private static Task<int> Write(SeatmateDb db, string word) =>
        db.Database.ExecuteSqlAsync($"INSERT INTO public.words VALUES ({word})", Cancel);

    private Task<string[]> Words() =>
        server.Ask<string[]>("SELECT array_agg(word ORDER BY word) FROM public.words");
}
