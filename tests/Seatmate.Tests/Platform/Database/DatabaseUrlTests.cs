using Npgsql;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Tests.Platform.Database;

public sealed class DatabaseUrlTests
{
    [Theory]
    [InlineData(
        "postgres://ben:secret@db.example:6432/tickets",
        "db.example",
        6432,
        "tickets",
        "ben",
        "secret"
    )]
    [InlineData("postgresql://ben@db.example/tickets", "db.example", 5432, "tickets", "ben", null)]
    [InlineData("postgres://db.example", "db.example", 5432, "seatmate", "postgres", null)]
    [InlineData("postgres://b%40n:p%3A%2F%20x@[::1]:5433/a%20b", "[::1]", 5433, "a b", "b@n", "p:/ x")]
    [InlineData("Host=db.example;Username=ben;Database=tickets", "db.example", 5432, "tickets", "ben", null)]
    public void An_address_says_where_the_database_is(
        string url,
        string host,
        int port,
        string database,
        string user,
        string? password
    )
    {
        var read = new NpgsqlConnectionStringBuilder(DatabaseUrl.ToConnectionString(url));

        (read.Host, read.Port, read.Database, read.Username, read.Password).ShouldBe(
            (host, port, database, user, password)
        );
    }

    [Fact]
    public void Its_query_holds_further_settings()
    {
        var read = new NpgsqlConnectionStringBuilder(
            DatabaseUrl.ToConnectionString("postgres://db.example/t?sslmode=require&Maximum%20Pool%20Size=7")
        );

        read.SslMode.ShouldBe(SslMode.Require);
        read.MaxPoolSize.ShouldBe(7);
    }

    [Theory]
    [InlineData("verify-full", SslMode.VerifyFull)]
    [InlineData("VerifyCA", SslMode.VerifyCA)]
    public void The_mode_of_TLS_is_written_as_in_libpq_or_Npgsql(string mode, SslMode expected) =>
        new NpgsqlConnectionStringBuilder(
            DatabaseUrl.ToConnectionString($"postgres://db.example/t?sslmode={mode}")
        ).SslMode.ShouldBe(expected);

    [Theory]
    [InlineData("mysql://ben:secret@db.example/tickets")]
    [InlineData("postgres://")]
    [InlineData("postgres://ben:secret@db.example:port/tickets")]
    [InlineData("postgres://ben:secret@db.example/t?nonsense=1")]
    [InlineData("nonsense")]
    [InlineData("Host=db.example;Secret=secret")]
    public void What_cannot_be_read_refuses_the_start_and_shows_no_password(string url) =>
        Should
            .Throw<StartRefusedException>(() => DatabaseUrl.ToConnectionString(url))
            .Message.ShouldBe(
                "DATABASE_URL cannot be read; it should look like postgres://user:password@host:5432/seatmate."
            );
}
