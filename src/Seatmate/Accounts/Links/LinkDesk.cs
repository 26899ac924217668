using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Accounts.Interests;
using Seatmate.Accounts.Providers;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Links;

/// <summary>Whose account an outside person is, or why nobody's.</summary>
public sealed record FoundPerson(User? User, bool IsNew, Problem? Refusal);

/// <summary>Joins outside accounts with ours. Which account a subject opens is decided by links_subject_once; an
/// address only ever opens a new one.</summary>
public sealed class LinkDesk(SeatmateDb db, Settings settings, InterestImport interests, TimeProvider clock)
{
    private const int NameLengthMin = 3;
    private const int NameLengthMax = 50;

    /// <summary>Links to an account that is there; null when it is done, also when it was so before.</summary>
    public async Task<Problem?> Link(
        Provider provider,
        OutsidePerson person,
        long userId,
        CancellationToken cancel
    )
    {
        if (await Find(provider, person, cancel) is { } link && link.UserId != userId)
            return LinkedElsewhere(provider);
        try
        {
            await db.InTransaction(() => AddOnce(provider, person, userId, cancel), cancel);
        }
        catch (DbUpdateException error)
            when (error.BrokenConstraint() is AccountsTables.SubjectOnce or AccountsTables.OneLinkPerProvider)
        {
            return error.BrokenConstraint() == AccountsTables.SubjectOnce
                ? LinkedElsewhere(provider)
                : Problem.Conflict(
                    "linked-already",
                    $"Another account of {provider.Name} is connected; disconnect it first"
                );
        }
        await interests.Bring(provider, person.AccessToken, userId, cancel);
        return null;
    }

    /// <summary>The person whom this outside account signs in; a new one when nobody has its verified
    /// address.</summary>
    public async Task<FoundPerson> PersonOf(
        Provider provider,
        OutsidePerson person,
        string? language,
        CancellationToken cancel
    )
    {
        if (await Find(provider, person, cancel) is { } link)
        {
            link.LastUsedAt = clock.GetUtcNow();
            return new(await db.Users.SingleAsync(user => user.Id == link.UserId, cancel), false, null);
        }
        if (!person.IsEmailVerified || person.Email is not { } email || !IsAddress(email))
            return new(null, false, NoAddress(provider));
        if (await db.Users.WithEmail(email).AnyAsync(cancel))
            return new(null, false, AccountExists(provider));
        try
        {
            var user = await db.WithSlug(
                AccountsTables.HandleTakenOnce,
                attempt => Register(provider, person, email, language ?? settings.Language, attempt, cancel),
                cancel
            );
            return new(user, true, null);
        }
        catch (DbUpdateException error)
            when (error.BrokenConstraint() is AccountsTables.EmailTakenOnce or AccountsTables.SubjectOnce)
        {
            db.ChangeTracker.Clear();
            return new(null, false, AccountExists(provider));
        }
    }

    private Task<Link?> Find(Provider provider, OutsidePerson person, CancellationToken cancel) =>
        db.Links.SingleOrDefaultAsync(
            link => link.Issuer == provider.Issuer && link.Subject == person.Subject,
            cancel
        );

    private async Task<bool> AddOnce(
        Provider provider,
        OutsidePerson person,
        long userId,
        CancellationToken cancel
    )
    {
        if (await Find(provider, person, cancel) is null)
            await Add(provider, person, userId, cancel);
        return true;
    }

    private async Task Add(Provider provider, OutsidePerson person, long userId, CancellationToken cancel)
    {
        db.Links.Add(
            new()
            {
                UserId = userId,
                Provider = provider.Key,
                Issuer = provider.Issuer,
                Subject = person.Subject,
                AccountName = Called(person),
            }
        );
        await db.SaveChangesAsync(cancel);
        db.Note(userId, "accounts.linked", $"user:{userId}", new { provider = provider.Key });
        db.Publish(new AccountLinked(userId, provider.Name));
    }

    private async Task<User> Register(
        Provider provider,
        OutsidePerson person,
        string email,
        string language,
        int attempt,
        CancellationToken cancel
    )
    {
        var userName = NameOf(person.UserName, person.Name, email.Split('@')[0]);
        var composed = await RegisterUser.Composed(db, userName, cancel);
        var user = new User
        {
            Name = NameOf(person.Name, person.UserName, email.Split('@')[0]),
            UserName = userName,
            Handle = Slug.From(composed, "user", attempt),
            Email = email,
            EmailConfirmedAt = clock.GetUtcNow(),
            PasswordHash = null,
            Language = language,
            TimeZone = settings.TimeZone,
        };
        db.Users.Add(user);
        await db.SaveChangesAsync(cancel);
        db.Publish(new UserRegistered(user.Id));
        db.Note(user.Id, "accounts.registered", $"user:{user.Id}", new { provider = provider.Key });
        await Add(provider, person, user.Id, cancel);
        return user;
    }

    /// <summary>What the outside account is called, for its owner to know it again.</summary>
    private static string Called(OutsidePerson person) =>
        Clean(person.Email ?? person.UserName ?? person.Name ?? person.Subject);

    /// <summary>The first of these that can be a name here.</summary>
    private static string NameOf(params string?[] names) =>
        names
            .Select(name => Clean(name ?? ""))
            .FirstOrDefault(name => name.EnumerateRunes().Count() >= NameLengthMin)
        ?? "Somebody new";

    private static string Clean(string text)
    {
        var whole = TextRule.IsCleanText(text, lines: false)
            ? text
            : new string([.. text.Where(sign => !char.IsControl(sign) && !char.IsSurrogate(sign))]);
        return string.Concat(whole.Trim().EnumerateRunes().Take(NameLengthMax)).Trim();
    }

    private static bool IsAddress(string email) =>
        new EmailRule().GetValidationResult(email, new ValidationContext(email)) is null;

    private static Problem LinkedElsewhere(Provider provider) =>
        Problem.Conflict(
            "linked-elsewhere",
            $"This account of {provider.Name} is connected to another account here"
        );

    private static Problem AccountExists(Provider provider) =>
        Problem.Conflict(
            "account-exists",
            $"There is an account with this address already. Sign in to it, then connect {provider.Name} in your settings"
        );

    private static Problem NoAddress(Provider provider) =>
        Problem.Refused(
            "email-not-verified",
            $"{provider.Name} does not vouch for an e-mail address of yours. Create an account, then connect {provider.Name} in your settings"
        );
}
