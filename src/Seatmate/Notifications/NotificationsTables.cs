using Microsoft.EntityFrameworkCore;
using Seatmate.Notifications.Choices;
using Seatmate.Notifications.Mails;
using Seatmate.Notifications.Notes;
using Seatmate.Notifications.Push;
using Seatmate.Notifications.Reports;
using Seatmate.Platform.Database;

namespace Seatmate.Notifications;

public sealed class NotificationsTables : IModuleTables
{
    public void Map(ModelBuilder model)
    {
        var mail = model.Entity<Mail>().ToTable("mails", "notifications");
        mail.Property(m => m.WrittenAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();

        var note = model.Entity<Note>().ToTable("notes", "notifications");
        note.Property(n => n.Details).HasColumnType("jsonb");
        note.Property(n => n.WrittenAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();

        var subscription = model.Entity<PushSubscription>().ToTable("push_subscriptions", "notifications");
        subscription.Property(s => s.P256dh).HasColumnName("p256dh");
        subscription.Property(s => s.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        subscription.Property(s => s.Failures).HasDefaultValue(0).ValueGeneratedOnAdd();

        var choice = model.Entity<Choice>().ToTable("choices", "notifications");
        choice.HasKey(c => new
        {
            c.UserId,
            c.Kind,
            c.Channel,
        });
        var run = model.Entity<ReportRun>().ToTable("report_runs", "notifications");
        run.HasKey(r => new
        {
            r.Kind,
            r.Period,
            r.TimeZone,
        });
        model.Entity<ReportSetting>().ToTable("report_settings", "notifications").HasKey(s => s.UserId);

        choice.Property(c => c.ChangedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
    }
}

public static class NotificationsSets
{
    extension(SeatmateDb db)
    {
        public DbSet<Mail> Mails => db.Set<Mail>();
        public DbSet<Note> Notes => db.Set<Note>();
        public DbSet<PushSubscription> PushSubscriptions => db.Set<PushSubscription>();
        public DbSet<ReportRun> ReportRuns => db.Set<ReportRun>();
        public DbSet<ReportSetting> ReportSettings => db.Set<ReportSetting>();
        public DbSet<Choice> Choices => db.Set<Choice>();
    }
}
