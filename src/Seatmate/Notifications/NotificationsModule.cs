using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Notifications.Choices;
using Seatmate.Notifications.Health;
using Seatmate.Notifications.Mails;
using Seatmate.Notifications.Notes;
using Seatmate.Notifications.Push;
using Seatmate.Notifications.Reports;
using Seatmate.Payments.Contracts;
using Seatmate.Platform.Http;
using Seatmate.Platform.Jobs;
using Seatmate.Platform.Outbox;
using Seatmate.Social.Contracts;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Notifications;

/// <summary>What people are told, by mail, in the app and in their browsers.</summary>
public static class NotificationsModule
{
    public static void AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton<Smtp>();
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<MailQueue>();
        services.AddSingleton<DevelopmentMailbox>();
        services.AddSingleton<DnsText>();
        services.AddScoped<MailWriter>();
        services.AddScoped<GuestMailLimits>();
        services.AddScoped<NoteWriter>();
        services.AddScoped<EventMails>();
        services.AddSingleton<UnsubscribeTokens>();
        services.AddHostedService<MailDispatcher>();
        services.AddSingleton<Vapid>();
        services.AddSingleton<PushServices>();
        services.AddSingleton<PushSender>();
        services.AddSingleton<PushQueue>();
        services.AddHostedService<PushDispatcher>();
        services.AddPersonalRows(PersonalRowsOfMails.All);
        services.AddReaction<UserRegistered, SendWelcomeOnUserRegistered>();
        services.AddReaction<EmailChangeAsked, SendCodeOnEmailChangeAsked>(urgent: true);
        services.AddReaction<SignInCodeMade, SendCodeOnSignInCodeMade>(urgent: true);
        services.AddReaction<PasswordResetMade, SendLinkOnPasswordResetMade>(urgent: true);
        services.AddReaction<EmailConfirmationAsked, SendCodeOnEmailConfirmationAsked>(urgent: true);
        services.AddReaction<MemberInvited, SendInvitationOnMemberInvited>();
        services.AddReaction<AccountLinked, SendNoticeOnAccountLinked>();
        services.AddReaction<AccessChanged, WarnOnAccessChanged>();
        services.AddReaction<ExportReady, SendLinkOnExportReady>();
        services.AddReaction<ErasureAsked, SendWarningOnErasureAsked>();
        services.AddReaction<NewDeviceSeen, WarnOnNewDeviceSeen>();
        services.AddReaction<OrdersConfirmed, SendTicketsOnOrdersConfirmed>();
        services.AddReaction<InvoiceIssued, SendInvoiceOnInvoiceIssued>();
        services.AddReaction<OrderCancelled, SendCancellationOnOrderCancelled>();
        services.AddReaction<EventChanged, SendNewsOnEventChanged>();
        services.AddReaction<PostLiked, KeepNewsOnPostLiked>();
        services.AddReaction<CommentWritten, KeepNewsOnCommentWritten>();
        services.AddJob<RemindOfEvents>();
        services.AddJob<AskForReviews>();
        services.AddSingleton<MonthlyPaper>();
        services.AddScoped<MonthlyReports>();
        services.AddScoped<WeeklyReports>();
        services.AddScoped<ReportRuns>();
        services.AddJob<SendMonthlyReports>();
        services.AddJob<SendWeeklyReports>();
        services.AddJob<SendDigests>();
        services.AddJob<ForgetOldMails>();
        services.AddJob<ForgetOldNotes>();
    }

    public static void MapNotifications(this IEndpointRouteBuilder app)
    {
        var notes = app.MapGroup("/notifications/notes").WithTags("Notifications");
        notes.MapGet("/", ListNotes.Handle).Named(nameof(ListNotes));
        notes.MapGet("/unread", CountUnreadNotes.Handle).Named(nameof(CountUnreadNotes));
        notes.MapPost("/read", ReadNotes.Handle).Named(nameof(ReadNotes));

        var push = app.MapGroup("/push").WithTags("Notifications");
        push.MapGet("/key", ShowPushKey.Handle).Named(nameof(ShowPushKey));
        push.MapGet("/subscriptions", ListPushSubscriptions.Handle).Named(nameof(ListPushSubscriptions));
        push.MapPost("/subscriptions", SubscribeToPush.Handle).Named(nameof(SubscribeToPush));
        push.MapDelete("/subscriptions/{id:long}", UnsubscribeFromPush.Handle)
            .Named(nameof(UnsubscribeFromPush));

        var choices = app.MapGroup("/notifications").WithTags("Notifications");
        choices.MapGet("/choices", ShowChoices.Handle).Named(nameof(ShowChoices));
        choices.MapPut("/choices", ChangeChoices.Handle).Named(nameof(ChangeChoices));
        choices
            .MapGet("/subscriptions/{token}", ShowSubscription.Handle)
            .Named(nameof(ShowSubscription))
            .AllowAnonymous();
        app.MapPost("/unsubscribe/{token}", Unsubscribe.Handle)
            .WithTags("Notifications")
            .Named(nameof(Unsubscribe))
            .AllowAnonymous();

        var reports = app.MapGroup("/reports").WithTags("Notifications");
        reports.MapGet("/monthly", ShowMonthlyReport.Handle).Named(nameof(ShowMonthlyReport));
        reports
            .MapGet("/monthly.pdf", ShowMonthlyPaper.Handle)
            .Named(nameof(ShowMonthlyPaper))
            .Produces<byte[]>(StatusCodes.Status200OK, "application/pdf");
        reports.MapGet("/setting", ShowReportSetting.Handle).Named(nameof(ShowReportSetting));
        reports.MapPut("/setting", ChangeReportSetting.Handle).Named(nameof(ChangeReportSetting));
        app.MapGroup("/admin/reports")
            .WithTags("Notifications")
            .AdminsOnly()
            .MapGet("/", ListReportRuns.Handle)
            .Named(nameof(ListReportRuns));

        var development = app.MapGroup("/dev/mails").WithTags("Notifications").AllowAnonymous();
        development.MapGet("/", ListDevelopmentMails.Handle).Named(nameof(ListDevelopmentMails));
        development.MapGet("/{id}", ShowDevelopmentMail.Handle).Named(nameof(ShowDevelopmentMail));

        var mails = app.MapGroup("/admin/mails").WithTags("Notifications").AdminsOnly();
        mails.MapGet("/", ListMails.Handle).Named(nameof(ListMails));
        mails.MapGet("/{id:long}", ShowMail.Handle).Named(nameof(ShowMail));
        mails.MapGet("/health", ShowMailHealth.Handle).Named(nameof(ShowMailHealth));
        mails.MapPost("/test", SendTestMail.Handle).Named(nameof(SendTestMail));
        mails.MapPost("/resend", ResendDeadLetters.Handle).Named(nameof(ResendDeadLetters));
        mails.MapPost("/{id}/resend", ResendMail.Handle).Named(nameof(ResendMail));
    }
}
