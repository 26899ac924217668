using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Seatmate.Platform.Database;

namespace Seatmate.Tests.Platform.Database;

public sealed class DatabaseSignalsTests
{
    [Fact]
    public async Task A_connection_that_is_dropped_without_a_word_is_noticed_and_opened_anew()
    {
        var ears = new Ears();
        var address = new NpgsqlConnectionStringBuilder(TestServer.Shared.Connection);
        using var way = new SilentWay(address.Host!, address.Port);
        (address.Host, address.Port, address.Pooling) = ("127.0.0.1", way.Port, false);
        await using var database = NpgsqlDataSource.Create(address.ConnectionString);
        using var signals = new DatabaseSignals(database, [ears], NullLogger<DatabaseSignals>.Instance)
        {
            QuietMax = TimeSpan.FromSeconds(0.2),
        };
        await signals.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.ShouldBeTrue(() => Task.FromResult(ears.Hears), "it listens");
        await Tell("one");
        await Eventually.ShouldBeTrue(() => Task.FromResult(ears.Last == "one"), "it has heard");
        var times = ears.Times;

        way.Swallow();

        await Eventually.ShouldBeTrue(() => Task.FromResult(ears.Times > times), "it listens anew");
        ears.WasDeaf.ShouldBeTrue();
        await Tell("two");
        await Eventually.ShouldBeTrue(() => Task.FromResult(ears.Last == "two"), "it has heard again");
        await signals.StopAsync(TestContext.Current.CancellationToken);
    }

    private static Task<int> Tell(string what) =>
        TestServer.Shared.Execute($"SELECT pg_notify('silence_is_noticed', '{what}')");

    private sealed class Ears : ISignalListener
    {
        private volatile bool hears;
        private volatile bool wasDeaf;
        private volatile int times;
        private volatile string last = "";

        public bool Hears => hears;
        public bool WasDeaf => wasDeaf;
        public int Times => times;
        public string Last => last;

        public string Channel => "silence_is_noticed";

        public void Heard(string payload) => last = payload;

        public void Deaf() => (hears, wasDeaf) = (false, true);

        public void Hearing()
        {
            hears = true;
            times++;
        }
    }
}
