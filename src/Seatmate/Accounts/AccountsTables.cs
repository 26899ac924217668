using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Admins;
using Seatmate.Accounts.Consents;
using Seatmate.Accounts.Erasures;
using Seatmate.Accounts.Exports;
using Seatmate.Accounts.Interests;
using Seatmate.Accounts.Keys;
using Seatmate.Accounts.Links;
using Seatmate.Accounts.Passkeys;
using Seatmate.Accounts.Proofs;
using Seatmate.Accounts.SecondSteps;
using Seatmate.Accounts.Sessions;
using Seatmate.Accounts.Users;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts;

public sealed class AccountsTables : IModuleTables
{
    public const string EmailTakenOnce = "users_email_taken_once";
    public const string KeepsAnAdmin = "users_keep_an_admin";
    public const string PasskeyCredentialOnce = "passkeys_credential_once";
    public const string HandleTakenOnce = "users_handle_taken_once";
    public const string SubjectOnce = "links_subject_once";
    public const string OneLinkPerProvider = "links_one_per_provider";
    public const string LeavesAWayIn = "links_leave_a_way_in";
    public const string PasskeysLeaveAWayIn = "passkeys_leave_a_way_in";

    public void Map(ModelBuilder model)
    {
        var user = model.Entity<User>().ToTable("users", "accounts");
        user.Property(u => u.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        user.Property(u => u.UpdatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        user.Property(u => u.SearchText).ValueGeneratedOnAddOrUpdate();
        user.Property(u => u.SearchPairs).ValueGeneratedOnAddOrUpdate();

        var change = model.Entity<EmailChange>().ToTable("email_changes", "accounts");
        change.HasKey(c => c.UserId);

        var mailed = model.Entity<MailedSecret>().ToTable("mailed_secrets", "accounts");
        mailed.HasKey(m => m.Id);

        var consent = model.Entity<SupportConsent>().ToTable("support_consents", "accounts");
        consent.HasKey(c => c.UserId);
        consent.Property(c => c.GivenAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        model.Entity<SecondStep>().ToTable("second_steps", "accounts").HasKey(s => s.UserId);
        model
            .Entity<RecoveryCode>()
            .ToTable("recovery_codes", "accounts")
            .HasKey(c => new { c.UserId, c.CodeHash });
        model.Entity<Passkey>().ToTable("passkeys", "accounts");
        var question = model.Entity<PasskeyQuestion>().ToTable("passkey_questions", "accounts");
        question.Property(q => q.Id).HasDefaultValueSql("gen_random_uuid()").ValueGeneratedOnAdd();
        model.Entity<Device>().ToTable("devices", "accounts");
        model.Entity<SignInTry>().ToTable("sign_in_tries", "accounts").HasKey(t => t.SubjectHash);

        var session = model.Entity<Session>().ToTable("sessions", "accounts");
        session.Property(s => s.Id).HasDefaultValueSql("gen_random_uuid()").ValueGeneratedOnAdd();
        session.Property(s => s.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        var key = model.Entity<ApiKey>().ToTable("api_keys", "accounts");
        key.Property(k => k.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        MapLinks(model);
        MapRights(model);
    }

    private static void MapRights(ModelBuilder model)
    {
        var export = model.Entity<Export>().ToTable("exports", "accounts");
        export.Property(e => e.AskedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        var consent = model.Entity<Consent>().ToTable("consents", "accounts");
        consent.Property(c => c.NotedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        var erasure = model.Entity<Erasure>().ToTable("erasures", "accounts");
        erasure.HasKey(e => e.UserId);
        erasure.Property(e => e.AskedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
    }

    private static void MapLinks(ModelBuilder model)
    {
        model.Entity<ProviderVisit>().ToTable("provider_visits", "accounts").HasKey(visit => visit.StateHash);
        var link = model.Entity<Link>().ToTable("links", "accounts");
        link.Property(l => l.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        var interest = model.Entity<Interest>().ToTable("interests", "accounts");
        interest.Property(i => i.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
    }
}

public static class AccountsSets
{
    extension(SeatmateDb db)
    {
        public DbSet<User> Users => db.Set<User>();
        public DbSet<EmailChange> EmailChanges => db.Set<EmailChange>();
        public DbSet<MailedSecret> MailedSecrets => db.Set<MailedSecret>();
        public DbSet<SupportConsent> SupportConsents => db.Set<SupportConsent>();
        public DbSet<ApiKey> ApiKeys => db.Set<ApiKey>();
        public DbSet<Device> Devices => db.Set<Device>();
        public DbSet<SignInTry> SignInTries => db.Set<SignInTry>();
        public DbSet<SecondStep> SecondSteps => db.Set<SecondStep>();
        public DbSet<RecoveryCode> RecoveryCodes => db.Set<RecoveryCode>();
        public DbSet<Passkey> Passkeys => db.Set<Passkey>();
        public DbSet<PasskeyQuestion> PasskeyQuestions => db.Set<PasskeyQuestion>();
        public DbSet<Session> Sessions => db.Set<Session>();
        public DbSet<ProviderVisit> ProviderVisits => db.Set<ProviderVisit>();
        public DbSet<Link> Links => db.Set<Link>();
        public DbSet<Interest> Interests => db.Set<Interest>();
        public DbSet<Export> Exports => db.Set<Export>();
        public DbSet<Consent> Consents => db.Set<Consent>();
        public DbSet<Erasure> Erasures => db.Set<Erasure>();
    }

    /// <summary>The person of this address, if there is one. PostgreSQL lowers both sides, as in the unique index:
    /// other programs lower some letters (İ, ẞ) otherwise.</summary>
    public static IQueryable<User> WithEmail(this DbSet<User> users, string email) =>
        users.FromSql($"SELECT * FROM accounts.users WHERE lower(email) = lower({email})");

    /// <summary>Whose account has this address; null when nobody's.</summary>
    public static Task<long?> IdWithEmail(this DbSet<User> users, string email, CancellationToken cancel) =>
        users.WithEmail(email).Select(user => (long?)user.Id).SingleOrDefaultAsync(cancel);
}
