using Seatmate.Accounts.Contracts;
using Seatmate.Notifications.Contracts;
using Seatmate.Payments.Captures;
using Seatmate.Payments.Contracts;
using Seatmate.Payments.Invoices;
using Seatmate.Payments.Sandbox;
using Seatmate.Payments.Webhooks;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Payments;

/// <summary>Money: payments at providers, the books, and invoices.</summary>
public static class PaymentsModule
{
    public static void AddPayments(this IServiceCollection services)
    {
        services.AddSingleton<SandboxProvider>();
        services.AddSingleton<IPaymentProvider>(provider => provider.GetRequiredService<SandboxProvider>());
        services.AddScoped<IPayments, PaymentDesk>();
        services.AddScoped<InvoiceDesk>();
        services.AddScoped<IInvoices>(provider => provider.GetRequiredService<InvoiceDesk>());
        services.AddScoped<BilledOrders>();
        services.AddScoped<Inbox>();
        services.AddScoped<IUserLeaving, LeavingPayee>();
        services.AddScoped<IMonthlyFigures, MonthOfMoney>();
        services.AddPersonalRows(PersonalRowsOfPayments.All);

        services.AddReaction<WebhookReceived, SettlePaymentOnWebhookReceived>(urgent: true);
        services.AddReaction<PaymentFailed, OfferAnotherTryOnPaymentFailed>(urgent: true);
        services.AddReaction<PaymentRefunded, PayBackOnPaymentRefunded>();
        foreach (var invariant in PaymentsInvariants.All)
            services.AddSingleton(invariant);
    }

    public static void MapPayments(this IEndpointRouteBuilder app)
    {
        var invoices = app.MapGroup("/events/{id}/attending/{aid}/invoice").WithTags("Payments");
        invoices
            .MapGet("/", ListInvoices.Handle)
            .Named(nameof(ListInvoices))
            .ForKeys(KeyScope.ReadOrders)
            .ForGuests();
        invoices
            .MapPost("/", IssueInvoice.Handle)
            .Named(nameof(IssueInvoice))
            .ForKeys(KeyScope.ManageOrders)
            .ForGuests();
        invoices
            .MapGet("/{iid}", ShowInvoice.Handle)
            .Named(nameof(ShowInvoice))
            .ForKeys(KeyScope.ReadOrders)
            .ForGuests();
        invoices.AdminsOnly().MapUpdate("/{iid}", CorrectInvoice.Handle, nameof(CorrectInvoice));
        invoices.AdminsOnly().MapDelete("/{iid}", CreditInvoice.Handle).Named(nameof(CreditInvoice));

        var sandbox = app.MapGroup("/sandbox/payments").WithTags("Payments").AllowAnonymous();
        sandbox.MapGet("/{reference}", ShowSandboxPayment.Handle).Named(nameof(ShowSandboxPayment));
        sandbox.MapPost("/{reference}", ChooseSandboxOutcome.Handle).Named(nameof(ChooseSandboxOutcome));

        var webhooks = app.MapGroup("/webhooks").WithTags("Payments").AllowAnonymous();
        webhooks.MapPost("/{provider}", ReceiveWebhook.Handle).Named(nameof(ReceiveWebhook));
    }
}
