using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Tests.Platform.Database;

/// <summary>A database is only taken up by a program that knows what ran on it.</summary>
public sealed class MigratorTests(OwnServer own) : IClassFixture<OwnServer>
{
    [Fact]
    public async Task A_file_that_had_another_form_for_a_while_is_known_in_both()
    {
        await Rewrite(
            "0083_expected_terms",
            "8765b50ab5ec37ca26b3f3deb3da6157389d283a685e5be69df79b1f37fe7eaf"
        );
        await own.Server.Execute(
            "DELETE FROM public.seatmate_migrations WHERE name = '0085_expected_stocks'"
        );

        (await Migrate()).ShouldBe(["0085_expected_stocks"]);
    }

    [Fact]
    public async Task A_file_that_was_changed_after_it_ran_is_refused()
    {
        var before = await Rewrite("0001_platform", "another");

        (await Should.ThrowAsync<StartRefusedException>(Migrate)).Message.ShouldContain(
            "0001_platform was changed"
        );

        await Rewrite("0001_platform", before);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        await own.Server.Execute(
            "INSERT INTO public.seatmate_migrations (name, checksum) VALUES ('9999_later', '')"
        );

        (await Should.ThrowAsync<StartRefusedException>(Migrate)).Message.ShouldContain(
            "newer than this program"
        );

        await own.Server.Execute("DELETE FROM public.seatmate_migrations WHERE name = '9999_later'");
    }

    [Fact]
    public async Task A_database_that_may_not_be_changed_says_so_in_a_sentence()
    {
        await using var database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(own.Server.Connection)
            {
                Options = "-c default_transaction_read_only=on",
            }.ConnectionString
        );

        (
            await Should.ThrowAsync<StartRefusedException>(() =>
                Migrator.MigrateAsync(database, TestContext.Current.CancellationToken)
            )
        ).Message.ShouldStartWith("The database refuses to be migrated: cannot execute ");
    }

    private Task<IReadOnlyList<string>> Migrate() =>
        Migrator.MigrateAsync(
            own.Server.Services.GetRequiredService<NpgsqlDataSource>(),
            TestContext.Current.CancellationToken
        );

    /// <summary>As if the file had run in another form; the checksum that was there.</summary>
    private async Task<string> Rewrite(string name, string checksum)
    {
        var before = await own.Server.Ask<string>(
            $"SELECT checksum FROM public.seatmate_migrations WHERE name = '{name}'"
        );
        await own.Server.Execute(
            $"UPDATE public.seatmate_migrations SET checksum = '{checksum}' WHERE name = '{name}'"
        );
        return before;
    }
}
