using Microsoft.EntityFrameworkCore;
using Seatmate.Payments.Captures;
using Seatmate.Payments.Invoices;
using Seatmate.Payments.Webhooks;
using Seatmate.Platform.Database;

namespace Seatmate.Payments;

public sealed class PaymentsTables : IModuleTables
{
    public void Map(ModelBuilder model)
    {
        var payment = model.Entity<Payment>().ToTable("payments", "payments");
        payment.Property(p => p.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();

        var message = model.Entity<WebhookMessage>().ToTable("webhook_messages", "payments");
        message.HasKey(m => new { m.Provider, m.MessageId });
        message.Property(m => m.Body).HasColumnType("jsonb");
        message.Property(m => m.ReceivedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();

        var posting = model.Entity<Posting>().ToTable("postings", "payments");
        posting.Property(p => p.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();

        var invoice = model.Entity<Invoice>().ToTable("invoices", "payments");
        invoice.Property(i => i.Lines).HasColumnType("jsonb").HasConversion<LinesConverter>();
        invoice.Property(i => i.IssuedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
    }
}

public static class PaymentsSets
{
    extension(SeatmateDb db)
    {
        public DbSet<Payment> Payments => db.Set<Payment>();
        public DbSet<WebhookMessage> WebhookMessages => db.Set<WebhookMessage>();
        public DbSet<Posting> Postings => db.Set<Posting>();
        public DbSet<Invoice> Invoices => db.Set<Invoice>();
    }
}
