using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;
using Seatmate.Platform.Database;

namespace Seatmate.Tests.Platform.Database;

public sealed class DatabaseTroubleTests
{
    [Fact]
    public void A_database_that_is_away_is_said_in_a_line()
    {
        var away = new NpgsqlException(
            "Failed to connect",
            new SocketException((int)SocketError.ConnectionRefused)
        );

        Logged(new InvalidOperationException("Likely transient", away))
            .ShouldBe(("The outbox rests: Connection refused", null));
    }

    [Fact]
    public void What_may_be_a_fault_shows_where_it_is()
    {
        var fault = new InvalidOperationException("Sequence contains no elements");

        Logged(fault).ShouldBe(("The outbox rests", fault));
    }

    private static (string, Exception?) Logged(Exception error)
    {
        var log = new LastLine();
        log.LogTrouble(error, "The outbox rests");
        return log.Line;
    }

    private sealed class LastLine : ILogger
    {
        public (string, Exception?) Line { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Line = (formatter(state, exception), exception);
    }
}
