using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Contracts;

/// <summary>Admins who look at what is somebody's own.</summary>
public interface ISupport
{
    /// <summary>Null when the person lets support look now, and then it is noted, and shown to them, that this admin
    /// has; else the refusal, 404 for nobody and 403 `consent-needed`.</summary>
    Task<Problem?> Look(long userId, long adminId, CancellationToken cancel);
}
