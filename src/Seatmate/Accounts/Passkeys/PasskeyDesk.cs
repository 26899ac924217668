using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Passkeys;

/// <summary>What a device is asked: for the browser's `navigator.credentials`, as JSON text, and under which id it
/// answers.</summary>
public sealed record PasskeyQuestionAsked(Guid QuestionId, string OptionsJson);

/// <summary>Asks devices and checks their answers by the framework's own passkeys (WebAuthn). A device must check that
/// it is its owner (user verification): that is why a passkey needs no second step. A question is answered once: the
/// statement that finds it drops it.</summary>
public sealed class PasskeyDesk
{
    private readonly SeatmateDb db;
    private readonly TimeProvider clock;
    private readonly PasskeyHandler<User> passkeys;

    public PasskeyDesk(SeatmateDb db, Settings settings, TimeProvider clock, ILogger<UserManager<User>> log)
    {
        this.db = db;
        this.clock = clock;
        var users = new UserManager<User>(
            new PasskeyStore(db),
            Options.Create(new IdentityOptions()),
            null!,
            [],
            [],
            new UpperInvariantLookupNormalizer(),
            new IdentityErrorDescriber(),
            null!,
            log
        );
        var origin = settings.PublicUrl.GetLeftPart(UriPartial.Authority);
        passkeys = new(
            users,
            Options.Create(
                new IdentityPasskeyOptions
                {
                    ServerDomain = settings.PublicUrl.Host,
                    UserVerificationRequirement = "required",
                    ResidentKeyRequirement = "required",
                    ValidateOrigin = asked =>
                        ValueTask.FromResult(asked is { CrossOrigin: false } && asked.Origin == origin),
                }
            )
        );
    }

    public async Task<PasskeyQuestionAsked> AskToMake(
        User user,
        HttpContext context,
        CancellationToken cancel
    )
    {
        var person = new PasskeyUserEntity
        {
            Id = user.Id.ToString(CultureInfo.InvariantCulture),
            Name = user.Email,
            DisplayName = user.Name,
        };
        var made = await passkeys.MakeCreationOptionsAsync(person, context);
        return await Ask(user.Id, made.AttestationState!, made.CreationOptionsJson, cancel);
    }

    public async Task<PasskeyQuestionAsked> AskToSignIn(HttpContext context, CancellationToken cancel)
    {
        var made = await passkeys.MakeRequestOptionsAsync(null, context);
        return await Ask(null, made.AssertionState!, made.RequestOptionsJson, cancel);
    }

    /// <summary>The new passkey that a device has made for this person; null when its answer is not right.</summary>
    public async Task<UserPasskeyInfo?> Made(
        long userId,
        Guid question,
        string credentialJson,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (await Take(question, userId, cancel) is not { } state)
            return null;
        var result = await Understood(() =>
            passkeys.PerformAttestationAsync(
                new()
                {
                    HttpContext = context,
                    CredentialJson = credentialJson,
                    AttestationState = state,
                }
            )
        );
        return result is { Succeeded: true, Passkey: { } made } ? made : null;
    }

    /// <summary>Whose passkey has answered, and how it is now; null when the answer is not right.</summary>
    public async Task<(User User, UserPasskeyInfo Passkey)?> Shown(
        Guid question,
        string credentialJson,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (await Take(question, null, cancel) is not { } state)
            return null;
        var result = await Understood(() =>
            passkeys.PerformAssertionAsync(
                new()
                {
                    HttpContext = context,
                    CredentialJson = credentialJson,
                    AssertionState = state,
                }
            )
        );
        return result is { Succeeded: true, User: { } user, Passkey: { } passkey } ? (user, passkey) : null;
    }

    /// <summary>What a stranger sends may be anything: what cannot be read is not right.</summary>
    private static async Task<T?> Understood<T>(Func<Task<T>> check)
        where T : class
    {
        try
        {
            return await check();
        }
        catch (Exception error)
            when (error is PasskeyException or JsonException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private async Task<PasskeyQuestionAsked> Ask(
        long? userId,
        string state,
        string optionsJson,
        CancellationToken cancel
    )
    {
        var question = new PasskeyQuestion
        {
            UserId = userId,
            State = state,
            ExpiresAt = clock.GetUtcNow() + PasskeyQuestion.Lifetime,
        };
        db.PasskeyQuestions.Add(question);
        await db.SaveChangesAsync(cancel);
        return new(question.Id, optionsJson);
    }

    private async Task<string?> Take(Guid id, long? userId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var states = await db
            .Database.SqlQuery<string>(
                $"""
                DELETE FROM accounts.passkey_questions
                WHERE id = {id} AND user_id IS NOT DISTINCT FROM {userId} AND expires_at > {now}
                RETURNING state AS "Value"
                """
            )
            .ToListAsync(cancel);
        return states is [var state] ? state : null;
    }
}
