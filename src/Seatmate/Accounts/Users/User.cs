using Seatmate.Platform;
using Seatmate.Platform.Time;

namespace Seatmate.Accounts.Users;

public enum Role
{
    User,
    Admin,
}

/// <summary>A person with an account. E-mail is unique without regard to case (users_email_taken_once); the handle
/// names their page and is unique too, unlike the user name, which existing clients may share.</summary>
public sealed class User
{
    public long Id { get; private set; }
    public required string Name { get; set; }
    public required string UserName { get; set; }
    public required string Handle { get; set; }
    public required string Email { get; set; }
    public DateTimeOffset? EmailConfirmedAt { get; set; }

    /// <summary>Null for who came by an outside account and has set none.</summary>
    public required string? PasswordHash { get; set; }
    public DateOnly? Dob { get; set; }
    public string Language { get; set; } = Languages.Standard;
    public string TimeZone { get; set; } = WallTime.StandardZone;
    public Role Role { get; set; }
    public DateTimeOffset? LastSignInAt { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public string SearchText { get; private set; } = "";
    public string[] SearchPairs { get; private set; } = [];

    public bool IsAdmin => Role == Role.Admin;
}

/// <summary>A new e-mail address that waits for the code sent to it.</summary>
public sealed class EmailChange
{
    public required long UserId { get; init; }
    public required string Email { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
}
