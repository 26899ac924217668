using Seatmate.Accounts.Contracts;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Notifications.Mails;

/// <summary>Sends an invoice, with all that stands on it. Who has an account finds it on its page too; a guest's
/// carries no link, since that would open the booking to whoever the invoice is passed on to.</summary>
public sealed class SendInvoiceOnInvoiceIssued(
    MailWriter mails,
    IInvoices invoices,
    IOrders orders,
    IPeople people,
    Settings settings
) : IReaction<InvoiceIssued>
{
    public async Task React(InvoiceIssued fact, CancellationToken cancel)
    {
        var order = await orders.Get(fact.OrderId, cancel);
        var buyers = await Buyers.Of([order], people, settings, cancel);
        if (!buyers.TryGetValue(order.OrderId, out var buyer))
            return;
        var invoice = await invoices.Get(fact.InvoiceId, cancel);
        var values = new Dictionary<string, object?>
        {
            ["number"] = invoice.Number,
            ["seller"] = invoice.Seller,
            ["bill_to"] = invoice.BillTo,
            ["lines"] = invoice.Lines.Select(line => new Dictionary<string, object?>
            {
                ["quantity"] = line.Quantity,
                ["what"] = line.Description,
                ["amount"] = new Money(line.TotalMinor, invoice.Total.Currency),
            }),
            ["net"] = invoice.Net,
            ["tax"] = invoice.Tax,
            ["total"] = invoice.Total,
            ["invoice_url"] = order.Guest is null
                ? new Uri(settings.PublicUrl, $"/invoice/{order.EventId}/{order.OrderId}/{invoice.InvoiceId}")
                : null,
        };
        await mails.Write(new NewMail(MailKinds.Invoice, buyer, $"{invoice.InvoiceId}", values), cancel);
    }
}
