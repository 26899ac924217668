using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Notifications.Mails;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Notifications;

/// <summary>What people are told, by mail.</summary>
public static class NotificationsModule
{
    public static void AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton<Smtp>();
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<MailQueue>();
        services.AddScoped<MailWriter>();
        services.AddHostedService<MailDispatcher>();
        services.AddReaction<UserRegistered, SendWelcomeOnUserRegistered>();
        services.AddReaction<EmailChangeAsked, SendCodeOnEmailChangeAsked>();
        services.AddReaction<SignInCodeMade, SendCodeOnSignInCodeMade>();
        services.AddReaction<PasswordResetMade, SendLinkOnPasswordResetMade>();
        services.AddReaction<EmailConfirmationAsked, SendCodeOnEmailConfirmationAsked>();
        services.AddReaction<MemberInvited, SendInvitationOnMemberInvited>();
        services.AddReaction<OrdersConfirmed, SendTicketsOnOrdersConfirmed>();
    }

    public static void MapNotifications(this IEndpointRouteBuilder app)
    {
        var mails = app.MapGroup("/admin/mails").WithTags("Notifications").AdminsOnly();
        mails.MapGet("/", ListMails.Handle).Named(nameof(ListMails));
        mails.MapPost("/{id}/resend", ResendMail.Handle).Named(nameof(ResendMail));
    }
}
