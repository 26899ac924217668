using System.Reflection;

namespace Seatmate.Tests.Tidy;

public sealed class UseCaseTests
{
    private static readonly Dictionary<string, string> OfSigningIn = new(StringComparer.Ordinal)
    {
        ["OpenSessionBySecondStep"] = "TakeSecondStepTests",
        ["ShowSecondStep"] = "StartSecondStepTests",
        ["TurnOnSecondStep"] = "StartSecondStepTests",
        ["RenewRecoveryCodes"] = "StartSecondStepTests",
        ["TurnOffSecondStep"] = "StartSecondStepTests",
        ["StartPasskey"] = "AddPasskeyTests",
        ["ListPasskeys"] = "AddPasskeyTests",
        ["RenamePasskey"] = "AddPasskeyTests",
        ["RemovePasskey"] = "AddPasskeyTests",
        ["StartPasskeySignIn"] = "SignInByPasskeyTests",
        ["OpenSessionByPasskey"] = "SignInByPasskeyTests",
        ["EndOtherSessions"] = "EndSessionTests",
        ["OpenSessionByCode"] = "SignInByCodeTests",
    };

    /// <summary>Use cases so small that their tests stand with a neighbour's, whose class is named here.</summary>
    private static readonly Dictionary<string, string> TestedWith = new(OfSigningIn, StringComparer.Ordinal)
    {
        ["ShowPushKey"] = "SubscribeToPushTests",
        ["ListPushSubscriptions"] = "SubscribeToPushTests",
        ["UnsubscribeFromPush"] = "SubscribeToPushTests",
        ["CountUnreadNotes"] = "ReadNotesTests",
        ["ShowEventBySlug"] = "ShowEventTests",
        ["SearchVenues"] = "ListVenuesTests",
        ["ShowVenueBySlug"] = "ShowVenueTests",
        ["ShowPost"] = "CreatePostTests",
        ["ListComments"] = "CommentTests",
        ["CreateComment"] = "CommentTests",
        ["ShowComment"] = "CommentTests",
        ["UpdateComment"] = "CommentTests",
        ["DeleteComment"] = "CommentTests",
        ["ShowLike"] = "LikePostTests",
        ["ListLikes"] = "LikePostTests",
        ["UnlikePost"] = "LikePostTests",
        ["ListMyBookings"] = "ListBookingsTests",
        ["ShowBookingByUuid"] = "ShowBookingTests",
        ["ShowHold"] = "HoldPlacesTests",
        ["ShowOrder"] = "PlaceOrderTests",
        ["ShowSandboxPayment"] = "ChooseSandboxOutcomeTests",
        ["ListInvoices"] = "IssueInvoiceTests",
        ["ShowInvoice"] = "IssueInvoiceTests",
        ["CreditInvoice"] = "CorrectInvoiceTests",
        ["ShowChoices"] = "ChangeChoicesTests",
        ["ShowSubscription"] = "UnsubscribeTests",
        ["ShowMail"] = "DevelopmentMailboxTests",
        ["ShowDevelopmentMail"] = "DevelopmentMailboxTests",
        ["ListDevelopmentMails"] = "DevelopmentMailboxTests",
        ["SendTestMail"] = "ShowMailHealthTests",
        ["ListMails"] = "MailDispatcherTests",
        ["ResendMail"] = "MailDispatcherTests",
        ["ShowExport"] = "AskForExportTests",
        ["ListExports"] = "AskForExportTests",
        ["FetchExport"] = "AskForExportTests",
        ["ShowErasure"] = "AskForErasureTests",
        ["KeepAccount"] = "AskForErasureTests",
        ["ListConsents"] = "NoteConsentTests",
        ["ListConsentTexts"] = "NoteConsentTests",
        ["ListProviders"] = "StartProviderSignInTests",
        ["ListLinks"] = "UnlinkTests",
        ["DropInterest"] = "ListInterestsTests",
        ["ListReportRuns"] = "SendMonthlyReportsTests",
        ["ShowReportSetting"] = "ChangeReportSettingTests",
        ["ListKeys"] = "CreateKeyTests",
        ["ListAccounts"] = "ChangeAccountTests",
        ["GiveSupportConsent"] = "ShowSupportViewTests",
        ["ShowSupportConsent"] = "ShowSupportViewTests",
        ["WithdrawSupportConsent"] = "ShowSupportViewTests",
        ["ListTeamAudit"] = "ListAuditTests",
        ["ListOrganisers"] = "CreateOrganiserTests",
        ["ShowOrganiser"] = "UpdateOrganiserTests",
        ["ListMembers"] = "InviteMemberTests",
        ["ListInvitations"] = "InviteMemberTests",
        ["ListTeamInvitations"] = "InviteMemberTests",
        ["ShowInvitation"] = "InviteMemberTests",
        ["AcceptInvitation"] = "InviteMemberTests",
        ["DeclineInvitation"] = "InviteMemberTests",
        ["WithdrawInvitation"] = "InviteMemberTests",
    };

    private static readonly List<Type> UseCases =
    [
        .. typeof(Modules)
            .Assembly.GetTypes()
            .Where(type =>
                type is { IsAbstract: true, IsSealed: true }
                && type.GetMethod("Handle", BindingFlags.Public | BindingFlags.Static) is not null
            ),
    ];

    [Fact]
    public void Every_use_case_has_a_test_class_of_its_name()
    {
        UseCases.Count.ShouldBeGreaterThan(20);
        var classes = typeof(UseCaseTests)
            .Assembly.GetTypes()
            .Select(type => type.Name)
            .ToHashSet(StringComparer.Ordinal);

        UseCases
            .Where(useCase => !classes.Contains(ClassOf(useCase)))
            .Select(useCase => $"{useCase.FullName} has no {ClassOf(useCase)}")
            .ShouldBeEmpty(
                "Add it beside its neighbours: does it work, is nonsense refused, is a stranger, what if twice or at once?"
            );
    }

    [Fact]
    public void What_is_tested_with_a_neighbour_is_still_there_and_has_no_tests_of_its_own()
    {
        var classes = typeof(UseCaseTests)
            .Assembly.GetTypes()
            .Select(type => type.Name)
            .ToHashSet(StringComparer.Ordinal);

        TestedWith
            .Keys.Except(UseCases.Select(useCase => useCase.Name))
            .ShouldBeEmpty("these use cases are gone");
        TestedWith
            .Keys.Where(name => classes.Contains($"{name}Tests"))
            .ShouldBeEmpty("these have tests of their own");
    }

    [Fact]
    public void Every_operation_is_named_after_its_use_case()
    {
        var names = UseCases.Select(useCase => useCase.Name).ToList();

        names.ShouldBeUnique();
        names.ShouldAllBe(name => char.IsUpper(name[0]));
    }

    private static string ClassOf(Type useCase) =>
        TestedWith.GetValueOrDefault(useCase.Name, $"{useCase.Name}Tests");
}
