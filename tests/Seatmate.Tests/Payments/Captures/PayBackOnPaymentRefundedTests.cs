using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Seatmate.Payments.Contracts;
using Seatmate.Payments.Sandbox;

namespace Seatmate.Tests.Payments.Captures;

public sealed class PayBackOnPaymentRefundedTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(Guid Transfer, long AmountMinor)> asked = new();
    private TestServer server = null!;

    public async ValueTask InitializeAsync() =>
        server = await TestServer.StartAsync(add: services =>
            services.Replace(
                ServiceDescriptor.Singleton<IPaymentProvider>(s => new LosesItsFirstAnswer(
                    s.GetRequiredService<SandboxProvider>(),
                    asked
                ))
            )
        );

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_provider_whose_answer_is_lost_is_asked_again_for_the_same_transfer()
    {
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var booking = await ben.Buy(evening, 2);

        (await ben.Cancel(evening, booking)).ShouldBe(200);

        await server.ShouldComeToRest();
        var inTheBooks = await server.Ask<Guid>(
            "SELECT DISTINCT transfer_id FROM payments.postings WHERE order_id = $1 AND cause = 'refund'",
            booking.Id
        );
        asked.ShouldBe([(inTheBooks, 2000), (inTheBooks, 2000)]);
    }

    [Fact]
    public async Task For_a_cancellation_that_fails_no_provider_is_asked()
    {
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var booking = await ben.Buy(evening, 2);
        await server.Execute("ALTER TABLE payments.invoices ADD CHECK (total_minor >= 0)");

        (await ben.Cancel(evening, booking)).Status.ShouldBe(500);

        await server.ShouldComeToRest();
        asked.ShouldBeEmpty();
        (await server.Kept(booking)).ShouldBe(2000);
    }

    /// <summary>The sandbox, but for refunds: the first is made, and nobody hears of it.</summary>
    private sealed class LosesItsFirstAnswer(SandboxProvider sandbox, ConcurrentQueue<(Guid, long)> asked)
        : IPaymentProvider
    {
        public string Name => sandbox.Name;

        public string PayUrl(string reference) => sandbox.PayUrl(reference);

        public ProviderMessage? Read(string body, string? signature, DateTimeOffset now) =>
            sandbox.Read(body, signature, now);

        public Task Refund(string reference, Guid transferId, long amountMinor, CancellationToken cancel)
        {
            asked.Enqueue((transferId, amountMinor));
            return asked.Count > 1 ? Task.CompletedTask : throw new HttpRequestException("as asked");
        }
    }
}
