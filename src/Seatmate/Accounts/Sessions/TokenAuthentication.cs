using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Seatmate.Accounts.Keys;
using Seatmate.Accounts.Users;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Sessions;

/// <summary>Knows a caller by `Authorization: Bearer`, with a session's token or an API key, or, in a browser, by the
/// HttpOnly cookie. A header that is there but wrong is never saved by a cookie; a key is never a cookie.</summary>
public sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    AccessTokens tokens,
    LivingSessions sessions,
    LivingKeys keys
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";
    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Token() is not { } token)
            return AuthenticateResult.NoResult();
        if (token.StartsWith(ApiKey.Mark, StringComparison.Ordinal))
            return await keys.Find(token, Context.RequestAborted) is { } key
                ? Success(key)
                : AuthenticateResult.Fail("This key is not alive.");
        if (
            tokens.Read(token) is not { } claims
            || await sessions.Find(claims.SessionId, Context.RequestAborted) is not { } session
        )
            return AuthenticateResult.Fail("This token is not alive.");
        return Success(new Caller(session.UserId, session.Role == Role.Admin, session.Id));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Problem.SignInNeeded().ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.Forbidden("Only an admin may do this").ExecuteAsync(Context);

    private string? Token()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return
                SessionCookie.Own.Read(Context) is { } cookie
                && !cookie.StartsWith(ApiKey.Mark, StringComparison.Ordinal)
                ? cookie
                : null;
        return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? header[Prefix.Length..].Trim()
            : "";
    }

    /// <summary>Whoever asks with a key is its maker, and no admin, whatever they are themselves.</summary>
    private static AuthenticateResult Success(LivingKey key) =>
        Success(
            new Caller(key.UserId, IsAdmin: false, Guid.Empty)
            {
                KeyId = key.Id,
                OrganiserId = key.OrganiserId,
                Scopes = key.Scopes,
            }
        );

    private static AuthenticateResult Success(Caller caller) =>
        AuthenticateResult.Success(new(new(new CallerIdentity(caller, SchemeName)), SchemeName));
}

/// <summary>The browser's form of a token: out of reach of scripts, sent to this site only.</summary>
public static class SessionCookie
{
    public static readonly OwnCookie Own = new("seatmate_session");

    /// <summary>Gives a browser its session, and what it is known again by.</summary>
    public static void Give(HttpContext context, NewSession session)
    {
        Own.Give(context, session.Token, session.ExpiresAt);
        var known = session.ExpiresAt - Session.Lifetime + Device.KeptFor;
        Devices.Cookie.Give(context, session.DeviceCookie, known);
    }

    /// <summary>Answers a browser: the token goes into the cookie, the rest into the body.</summary>
    public static Results<Created<SessionDetails>, Problem> Answer(HttpContext context, Entry entry)
    {
        if (entry.Session is not { } session)
            return entry.Refusal!;
        Give(context, session);
        return TypedResults.Created("/auth/session", SessionDetails.From(session.User, session.ExpiresAt));
    }
}
