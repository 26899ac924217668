using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Listings;
using Seatmate.Events.Organisers;
using Seatmate.Events.Reviews;
using Seatmate.Events.Teams;
using Seatmate.Events.Venues;
using Seatmate.Platform.Database;

namespace Seatmate.Events;

public sealed class EventsTables : IModuleTables
{
    public const string SlugTakenOnce = "events_slug_taken_once";
    public const string VenueSlugTakenOnce = "venues_slug_taken_once";
    public const string OrganiserSlugTakenOnce = "organisers_slug_taken_once";
    public const string OneOrganiserOfOnesOwn = "organisers_one_of_ones_own";
    public const string KeepsAnOwner = "organisers_keep_an_owner";
    public const string MemberOnce = "organiser_members_once";
    public const string InvitedOncePerUser = "team_invitations_once_per_user";
    public const string InvitedOncePerAddress = "team_invitations_once_per_address";
    public const string ReviewOnce = "reviews_once";

    /// <summary>The condition of what everybody sees, for searches in plain SQL.</summary>
    public const string PublicOnly = "deleted_at IS NULL AND status = 'published'";

    public void Map(ModelBuilder model)
    {
        var listed = model.Entity<ListedEvent>().ToTable("events", "events");
        listed.Property(e => e.LocalStart).HasColumnType("timestamp without time zone");
        listed.Property(e => e.TaxPercent).HasColumnType("numeric(5, 2)");
        listed.Property(e => e.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        listed.Property(e => e.UpdatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        listed.Property(e => e.StarsSum).ValueGeneratedOnAddOrUpdate();
        listed.Property(e => e.ReviewCount).ValueGeneratedOnAddOrUpdate();
        listed.Property(e => e.StarsRank).ValueGeneratedOnAddOrUpdate();
        listed.Property(e => e.SearchText).ValueGeneratedOnAddOrUpdate();
        listed.Property(e => e.SearchPairs).ValueGeneratedOnAddOrUpdate();

        var organiser = model.Entity<Organiser>().ToTable("organisers", "events");
        organiser.Property(o => o.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        organiser.HasMany(o => o.Members).WithOne().HasForeignKey(m => m.OrganiserId);

        var member = model.Entity<OrganiserMember>().ToTable("organiser_members", "events");
        member.HasKey(m => new { m.OrganiserId, m.UserId });
        member.Property(m => m.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();

        var invitation = model.Entity<TeamInvitation>().ToTable("team_invitations", "events");
        invitation.Property(i => i.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();

        model.Entity<InvitationMailed>().ToTable("invitations_mailed", "events");

        var review = model.Entity<Review>().ToTable("reviews", "events");
        review.Property(r => r.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        review.Property(r => r.UpdatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();

        var venue = model.Entity<Venue>().ToTable("venues", "events");
        venue.Property(v => v.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        venue.Property(v => v.SearchText).ValueGeneratedOnAddOrUpdate();
        venue.Property(v => v.SearchPairs).ValueGeneratedOnAddOrUpdate();
    }
}

public static class EventsSets
{
    extension(SeatmateDb db)
    {
        public DbSet<ListedEvent> Events => db.Set<ListedEvent>();
        public DbSet<Organiser> Organisers => db.Set<Organiser>();
        public DbSet<OrganiserMember> OrganiserMembers => db.Set<OrganiserMember>();
        public DbSet<TeamInvitation> TeamInvitations => db.Set<TeamInvitation>();
        public DbSet<InvitationMailed> InvitationsMailed => db.Set<InvitationMailed>();
        public DbSet<Review> Reviews => db.Set<Review>();
        public DbSet<Venue> Venues => db.Set<Venue>();
    }
}
