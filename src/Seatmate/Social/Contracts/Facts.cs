using Seatmate.Platform.Outbox;

namespace Seatmate.Social.Contracts;

/// <summary>A person has posted something.</summary>
public sealed record PostWritten(long PostId, long AuthorId, long? EventId) : IFact;

/// <summary>A person has commented on a post.</summary>
public sealed record CommentWritten(long CommentId, long PostId, long AuthorId) : IFact;

/// <summary>A person likes a post.</summary>
public sealed record PostLiked(long LikeId, long PostId, long UserId) : IFact;
