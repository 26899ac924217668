using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Social.Comments;
using Seatmate.Social.Likes;
using Seatmate.Social.Posts;

namespace Seatmate.Social;

/// <summary>What a person wrote or liked goes with them, and what is below a post with the post: the foreign keys
/// cascade.</summary>
public sealed class SocialTables : IModuleTables
{
    public void Map(ModelBuilder model)
    {
        var post = model.Entity<Post>().ToTable("posts", "social");
        post.Property(p => p.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        post.Property(p => p.UpdatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();

        var comment = model.Entity<Comment>().ToTable("comments", "social");
        comment.Property(c => c.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        comment.Property(c => c.UpdatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();

        var like = model.Entity<Like>().ToTable("likes", "social");
        like.Property(l => l.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
    }
}

public static class SocialSets
{
    extension(SeatmateDb db)
    {
        public DbSet<Post> Posts => db.Set<Post>();
        public DbSet<Comment> Comments => db.Set<Comment>();
        public DbSet<Like> Likes => db.Set<Like>();
    }
}
