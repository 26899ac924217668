using Microsoft.AspNetCore.Authentication;
using Seatmate.Accounts.Admins;
using Seatmate.Accounts.Audit;
using Seatmate.Accounts.Consents;
using Seatmate.Accounts.Contracts;
using Seatmate.Accounts.Erasures;
using Seatmate.Accounts.Exports;
using Seatmate.Accounts.Interests;
using Seatmate.Accounts.Keys;
using Seatmate.Accounts.Links;
using Seatmate.Accounts.Passkeys;
using Seatmate.Accounts.Proofs;
using Seatmate.Accounts.Providers;
using Seatmate.Accounts.SecondSteps;
using Seatmate.Accounts.Sessions;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Jobs;
using Seatmate.Platform.Outbox;
using Seatmate.Platform.Ready;

namespace Seatmate.Accounts;

/// <summary>People, how they sign in, and who may what.</summary>
public static class AccountsModule
{
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton(provider => new AccessTokens(
            provider.GetRequiredService<Secrets>().JwtKey,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<LivingSessions>();
        services.AddSingleton<ISignalListener>(provider => provider.GetRequiredService<LivingSessions>());
        services.AddSingleton<LivingKeys>();
        services.AddSingleton<ISignalListener>(provider => provider.GetRequiredService<LivingKeys>());
        services.AddJob<ForgetExpiredSessions>();
        services.AddReaction<SignInCodeAsked, MakeCodeOnSignInCodeAsked>(urgent: true);
        services.AddReaction<PasswordResetAsked, MakeTokenOnPasswordResetAsked>(urgent: true);
        services.AddProofs();
        services.AddScoped<SignIns>();
        services.AddScoped<IPeople, People>();
        services.AddScoped<ISupport, Support>();
        services.AddLinks();
        services.AddRights();
        services
            .AddAuthentication(TokenAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(
                TokenAuthentication.SchemeName,
                null
            );
    }

    private static void AddLinks(this IServiceCollection services)
    {
        services.AddSingleton<ProviderHttp>();
        services.AddSingleton<IOutsideProvider, OpenIdProvider>();
        services.AddSingleton<IOutsideProvider, OAuthProvider>();
        services.AddSingleton<IInterestSource, SpotifyArtists>();
        services.AddScoped<InterestImport>();
        services.AddScoped<ProviderVisits>();
        services.AddScoped<LinkDesk>();
    }

    private static void AddRights(this IServiceCollection services)
    {
        services.AddPersonalRows(PersonalRowsOfAccounts.All);
        services.AddSingleton<ExportChunks>();
        services.AddScoped<ExportMaker>();
        services.AddJob<MakeExports>();
        services.AddScoped<AccountLeaving>();
        services.AddJob<EraseDueAccounts>();
    }

    private static void AddProofs(this IServiceCollection services)
    {
        services.AddScoped<Devices>();
        services.AddScoped<SignInTries>();
        services.AddScoped<SecondStepSecrets>();
        services.AddScoped<SecondStepProof>();
        services.AddScoped<SecondStepDesk>();
        services.AddScoped<RecentProof>();
        services.AddScoped<CodeAgain>();
        services.AddScoped<ChangeProof>();
        services.AddScoped<PasskeyDesk>();
        services.AddScoped<PasskeyProof>();
        services.AddScoped<PasswordProof>();
        services.AddScoped<CodeProof>();
        services.AddScoped<FirstProof>();
        services.AddScoped<MailedSecrets>();
    }

    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var auth = app.MapGroup("/auth").WithTags("Accounts");
        auth.MapPost("/register", RegisterUser.Handle)
            .Named(nameof(RegisterUser))
            .AllowAnonymous()
            .Limited(RateLimits.SignUp)
            .WithMetadata(new WorksLong());
        auth.MapPost("/login", SignIn.Handle)
            .Named(nameof(SignIn))
            .AnswersSecret()
            .AllowAnonymous()
            .Limited(RateLimits.SignIn);
        auth.MapPost("/session", OpenSession.Handle)
            .Named(nameof(OpenSession))
            .AnswersSecret()
            .AllowAnonymous()
            .Limited(RateLimits.SignIn);
        auth.MapGet("/session", ShowSession.Handle).Named(nameof(ShowSession));
        auth.MapGet("/sessions", ListSessions.Handle).Named(nameof(ListSessions));
        auth.MapDelete("/sessions", EndOtherSessions.Handle).Named(nameof(EndOtherSessions));
        auth.MapDelete("/sessions/{id}", EndSession.Handle).Named(nameof(EndSession));
        auth.MapPost("/logout", SignOut.Handle).Named(nameof(SignOut));
        auth.MapPost("/proof", ProveAgain.Handle)
            .Named(nameof(ProveAgain))
            .AnswersSecret()
            .Limited(RateLimits.SignIn);
        MapPasskeys(auth);
        MapSecondStep(auth.MapGroup("/second-step"));
        MapMailed(auth);

        var users = app.MapGroup("/user").WithTags("Accounts");
        MapUsers(users);
        app.MapAdmins();
        app.MapKeys();
        MapLinks(auth, users);
        MapRights(users);
        app.MapGroup("/consents")
            .WithTags("Accounts")
            .MapGet("/", ListConsentTexts.Handle)
            .Named(nameof(ListConsentTexts))
            .AllowAnonymous();
    }

    private static void MapLinks(RouteGroupBuilder auth, RouteGroupBuilder users)
    {
        auth.MapGet("/providers", ListProviders.Handle).Named(nameof(ListProviders)).AllowAnonymous();
        auth.MapPost("/providers/{provider}/sign-in", StartProviderSignIn.Handle)
            .Named(nameof(StartProviderSignIn))
            .AnswersSecret()
            .AllowAnonymous()
            .Limited(RateLimits.SignIn);
        auth.MapPost("/providers/{provider}/link", StartLink.Handle)
            .Named(nameof(StartLink))
            .AnswersSecret()
            .NeedsProof()
            .Limited(RateLimits.SignIn);
        auth.MapPost("/providers/{provider}/return", FinishVisit.Handle)
            .Named(nameof(FinishVisit))
            .AnswersSecret()
            .AllowAnonymous()
            .Limited(RateLimits.SignIn);
        auth.MapGet("/links", ListLinks.Handle).Named(nameof(ListLinks));
        auth.MapDelete("/links/{id}", Unlink.Handle).Named(nameof(Unlink)).NeedsProof();
        users.MapGet("/{id}/interests", ListInterests.Handle).Named(nameof(ListInterests));
        users.MapDelete("/{id}/interests/{interestId}", DropInterest.Handle).Named(nameof(DropInterest));
    }

    private static void MapMailed(RouteGroupBuilder auth)
    {
        auth.MapPost("/code", AskSignInCode.Handle)
            .Named(nameof(AskSignInCode))
            .AllowAnonymous()
            .Limited(RateLimits.SignIn);
        auth.MapPost("/code/login", SignInByCode.Handle)
            .Named(nameof(SignInByCode))
            .AnswersSecret()
            .AllowAnonymous()
            .Limited(RateLimits.SignIn);
        auth.MapPost("/code/session", OpenSessionByCode.Handle)
            .Named(nameof(OpenSessionByCode))
            .AnswersSecret()
            .AllowAnonymous()
            .Limited(RateLimits.SignIn);
        auth.MapPost("/forgot", AskPasswordReset.Handle)
            .Named(nameof(AskPasswordReset))
            .AllowAnonymous()
            .Limited(RateLimits.SignIn);
        auth.MapPost("/reset", ResetPassword.Handle)
            .Named(nameof(ResetPassword))
            .AllowAnonymous()
            .Limited(RateLimits.SignIn)
            .WithMetadata(new WorksLong());
        auth.MapPost("/confirm", ConfirmEmail.Handle)
            .Named(nameof(ConfirmEmail))
            .AllowAnonymous()
            .Limited(RateLimits.SignIn);
        auth.MapPost("/confirmation", AskEmailConfirmation.Handle)
            .Named(nameof(AskEmailConfirmation))
            .Limited(RateLimits.SignIn);
    }

    private static void MapUsers(RouteGroupBuilder users)
    {
        users.MapGet("/", ListUsers.Handle).Named(nameof(ListUsers));
        users.MapGet("/search/{part}", SearchUsers.Handle).Named(nameof(SearchUsers));
        users.MapGet("/by-handle/{handle}", ShowUserByHandle.Handle).Named(nameof(ShowUserByHandle));
        users.MapGet("/{id}", ShowUser.Handle).Named(nameof(ShowUser));
        users.MapUpdate("/{id}", UpdateUser.Handle, nameof(UpdateUser));
        var support = users.MapGroup("/{id}/support-consent");
        support.MapGet("/", ShowSupportConsent.Handle).Named(nameof(ShowSupportConsent));
        support.MapPost("/", GiveSupportConsent.Handle).Named(nameof(GiveSupportConsent));
        support.MapDelete("/", WithdrawSupportConsent.Handle).Named(nameof(WithdrawSupportConsent));
        users.MapDelete("/{id}", DeleteUser.Handle).Named(nameof(DeleteUser)).NeedsProof().ChangesReady();
    }

    private static void MapRights(RouteGroupBuilder users)
    {
        users.MapPost("/{id}/exports", AskForExport.Handle).Named(nameof(AskForExport));
        users.MapGet("/{id}/exports", ListExports.Handle).Named(nameof(ListExports));
        users.MapGet("/{id}/exports/{exportId}", ShowExport.Handle).Named(nameof(ShowExport));
        users
            .MapGet("/{id}/exports/{exportId}/file", FetchExport.Handle)
            .Named(nameof(FetchExport))
            .Produces<byte[]>(StatusCodes.Status200OK, "application/zip");
        users.MapGet("/{id}/consents", ListConsents.Handle).Named(nameof(ListConsents));
        users.MapPost("/{id}/consents", NoteConsent.Handle).Named(nameof(NoteConsent));
        users.MapPost("/{id}/erasure", AskForErasure.Handle).Named(nameof(AskForErasure)).NeedsProof();
        users.MapGet("/{id}/erasure", ShowErasure.Handle).Named(nameof(ShowErasure));
        users.MapDelete("/{id}/erasure", KeepAccount.Handle).Named(nameof(KeepAccount));
    }

    private static void MapPasskeys(RouteGroupBuilder auth)
    {
        auth.MapGet("/passkeys", ListPasskeys.Handle).Named(nameof(ListPasskeys));
        auth.MapPost("/passkeys/start", StartPasskey.Handle)
            .Named(nameof(StartPasskey))
            .AnswersSecret()
            .NeedsProof();
        auth.MapPost("/passkeys", AddPasskey.Handle).Named(nameof(AddPasskey)).NeedsProof();
        auth.MapUpdate("/passkeys/{id}", RenamePasskey.Handle, nameof(RenamePasskey));
        auth.MapDelete("/passkeys/{id}", RemovePasskey.Handle).Named(nameof(RemovePasskey)).NeedsProof();
        auth.MapPost("/passkey/start", StartPasskeySignIn.Handle)
            .Named(nameof(StartPasskeySignIn))
            .AnswersSecret()
            .AllowAnonymous()
            .Limited(RateLimits.SignIn);
        auth.MapPost("/passkey/login", SignInByPasskey.Handle)
            .Named(nameof(SignInByPasskey))
            .AnswersSecret()
            .AllowAnonymous()
            .Limited(RateLimits.SignIn);
        auth.MapPost("/passkey/session", OpenSessionByPasskey.Handle)
            .Named(nameof(OpenSessionByPasskey))
            .AnswersSecret()
            .AllowAnonymous()
            .Limited(RateLimits.SignIn);
    }

    private static void MapSecondStep(RouteGroupBuilder step)
    {
        step.MapGet("/", ShowSecondStep.Handle).Named(nameof(ShowSecondStep));
        step.MapPost("/", StartSecondStep.Handle).Named(nameof(StartSecondStep)).AnswersSecret().NeedsProof();
        step.MapDelete("/", TurnOffSecondStep.Handle).Named(nameof(TurnOffSecondStep)).NeedsProof();
        step.MapPost("/confirm", TurnOnSecondStep.Handle)
            .Named(nameof(TurnOnSecondStep))
            .AnswersSecret()
            .NeedsProof()
            .Limited(RateLimits.SignIn);
        step.MapPost("/recovery-codes", RenewRecoveryCodes.Handle)
            .Named(nameof(RenewRecoveryCodes))
            .AnswersSecret()
            .NeedsProof();
        step.MapPost("/login", TakeSecondStep.Handle)
            .Named(nameof(TakeSecondStep))
            .AnswersSecret()
            .AllowAnonymous()
            .Limited(RateLimits.SignIn);
        step.MapPost("/session", OpenSessionBySecondStep.Handle)
            .Named(nameof(OpenSessionBySecondStep))
            .AnswersSecret()
            .AllowAnonymous()
            .Limited(RateLimits.SignIn);
    }

    private static void MapKeys(this IEndpointRouteBuilder app)
    {
        var keys = app.MapGroup("/keys").WithTags("Accounts");
        keys.MapGet("/", ListKeys.Handle).Named(nameof(ListKeys));
        keys.MapPost("/", CreateKey.Handle).Named(nameof(CreateKey)).AnswersSecret().NeedsProof();
        keys.MapDelete("/{id}", RevokeKey.Handle).Named(nameof(RevokeKey));
    }

    private static void MapAdmins(this IEndpointRouteBuilder app)
    {
        var accounts = app.MapGroup("/admin/accounts").WithTags("Accounts").AdminsOnly();
        accounts.MapGet("/", ListAccounts.Handle).Named(nameof(ListAccounts));
        accounts.MapUpdate("/{id}", ChangeAccount.Handle, nameof(ChangeAccount)).NeedsProof();
        accounts.MapGet("/{id}/support-view", ShowSupportView.Handle).Named(nameof(ShowSupportView));

        var audit = app.MapGroup("/audit").WithTags("Accounts").AdminsOnly();
        audit.MapGet("/", ListAudit.Handle).Named(nameof(ListAudit));
        audit
            .MapGet("/export", ExportAudit.Handle)
            .Named(nameof(ExportAudit))
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
    }
}
