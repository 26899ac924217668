using System.Collections.Concurrent;

namespace Seatmate.Tests.Contract;

/// <summary>Role × endpoint: what each role of a team may do, at every operation there is. The table is the promise,
/// and is not read from the program; an operation that is missing in it fails.</summary>
public sealed class TeamRoleTests
{
    private const int StagesAtOnce = 8;
    private static readonly string[] Roles = ["owner", "manager", "box_office", "door", "stranger"];

    /// <summary>What a role is needed for, and who has it.</summary>
    private static readonly Dictionary<string, string> ByRole = new(StringComparer.Ordinal)
    {
        ["UpdateEvent"] = "owner manager",
        ["UpdateEventByPut"] = "owner manager",
        ["DeleteEvent"] = "owner",
        ["CreateVoucher"] = "owner manager",
        ["ListVouchers"] = "owner manager",
        ["WithdrawVoucher"] = "owner manager",
        ["ShowBooking"] = "owner manager box_office",
        ["ShowCalendarFile"] = "owner manager box_office",
        ["CallOffBooking"] = "owner manager box_office",
        ["ShowTicketQr"] = "owner manager box_office",
        ["ListInvoices"] = "owner manager box_office",
        ["IssueInvoice"] = "owner manager box_office",
        ["ShowInvoice"] = "owner manager box_office",
        ["ShowDoorList"] = "owner manager box_office door",
        ["ShowOrganiser"] = "owner manager box_office door",
        ["UpdateOrganiser"] = "owner",
        ["UpdateOrganiserByPut"] = "owner",
        ["ListTeamAudit"] = "owner",
        ["ListMembers"] = "owner manager box_office door",
        ["ChangeMember"] = "owner",
        ["ChangeMemberByPut"] = "owner",
        ["RemoveMember"] = "owner",
        ["ListTeamInvitations"] = "owner",
        ["InviteMember"] = "owner",
        ["WithdrawInvitation"] = "owner",
    };

    /// <summary>Where a role in a team gives nothing that others have not, and why.</summary>
    private static readonly Dictionary<string, string> Whoever = new(StringComparer.Ordinal)
    {
        ["Accounts"] = "an account is its person's own",
        ["Social"] = "posts are their authors' own",
        ["Platform"] = "the program itself",
        ["Notifications"] = "mails are for admins",
        ["ListEvents"] = "what is public is for everybody; `mine` holds only one's own",
        ["SearchEvents"] = "what is public is for everybody",
        ["CreateEvent"] = "everybody may organise; for which organiser is tested in CreateEventTests",
        ["ShowEvent"] = "what is public is for everybody; drafts are tested below",
        ["ShowEventBySlug"] = "what is public is for everybody; drafts are tested below",
        ["ShowPoster"] = "what is public is for everybody",
        ["ListReviews"] = "what is public is for everybody",
        ["ShowReview"] = "what is public is for everybody",
        ["ShowOwnReview"] = "one's own",
        ["CreateReview"] = "the team has no say; tested in CreateReviewTests",
        ["UpdateReview"] = "its writer's",
        ["UpdateReviewByPut"] = "its writer's",
        ["DeleteReview"] = "its writer's",
        ["ListVenues"] = "venues are for everybody",
        ["SearchVenues"] = "venues are for everybody",
        ["ShowVenue"] = "venues are for everybody",
        ["ShowVenueBySlug"] = "venues are for everybody",
        ["CreateVenue"] = "everybody may name a place",
        ["ListOrganisers"] = "holds only one's own",
        ["CreateOrganiser"] = "everybody may organise",
        ["ListInvitations"] = "an invitation is for who is invited",
        ["ShowInvitation"] = "an invitation is for who is invited",
        ["AcceptInvitation"] = "an invitation is for who is invited",
        ["DeclineInvitation"] = "an invitation is for who is invited",
        ["BookEvent"] = "events are for everybody",
        ["ListBookings"] = "holds only one's own but for the team, tested below",
        ["ChangeBooking"] = "the buyer's",
        ["ChangeBookingByPut"] = "the buyer's",
        ["CancelBooking"] = "the buyer's",
        ["ShowAvailability"] = "what is left is for everybody",
        ["ShowVoucher"] = "what a code is good for is for whoever has it",
        ["HoldPlaces"] = "events are for everybody",
        ["ShowHold"] = "who holds it",
        ["ChangeHold"] = "who holds it",
        ["ReleaseHold"] = "who holds it",
        ["ExtendHold"] = "who holds it",
        ["PlaceOrder"] = "who holds it",
        ["ShowOrder"] = "who ordered",
        ["ShowBookingByUuid"] = "the buyer's",
        ["ListMyBookings"] = "the buyer's",
        ["CorrectInvoice"] = "admins only",
        ["CorrectInvoiceByPut"] = "admins only",
        ["CreditInvoice"] = "admins only",
        ["ShowSandboxPayment"] = "the reference is the secret",
        ["ChooseSandboxOutcome"] = "the reference is the secret",
        ["ReceiveWebhook"] = "the signature is the proof",
    };

    [Fact]
    public async Task Every_operation_says_which_roles_it_is_for()
    {
        var operations = await Operation.All();
        operations
            .Where(operation =>
                !ByRole.ContainsKey(operation.Id!)
                && !Whoever.ContainsKey(operation.Id!)
                && !Whoever.ContainsKey(operation.Tags[0])
            )
            .ShouldBeEmpty("say in the table which roles of a team may do this, or why none is needed");
        var known = operations.SelectMany(operation => operation.Tags.Append(operation.Id)).ToHashSet();
        ByRole.Keys.Concat(Whoever.Keys).Where(name => !known.Contains(name)).ShouldBeEmpty("these are gone");
    }

    [Fact]
    public async Task Each_role_may_do_what_the_table_says_and_nothing_else()
    {
        var operations = (await Operation.All()).Where(operation => ByRole.ContainsKey(operation.Id!));
        var pairs = operations.SelectMany(_ => Roles, (operation, role) => (operation, role)).ToList();
        var answers = new ConcurrentDictionary<(Operation, string), Answer>();
        await Parallel.ForEachAsync(
            pairs,
            new ParallelOptions { MaxDegreeOfParallelism = StagesAtOnce },
            async (pair, _) => answers[pair] = await (await TeamStage.Set(pair.role)).Ask(pair.operation)
        );
        var faults = new Faults();
        foreach (var (operation, role) in pairs)
        {
            var answer = answers[(operation, role)];
            var isAllowed = ByRole[operation.Id!].Split(' ').Contains(role);
            faults.Check(
                $"{operation} by {role}: {answer}",
                () => (answer.Status is >= 200 and < 300).ShouldBe(isAllowed)
            );
            if (!isAllowed)
                faults.Check(
                    $"{operation} by {role}",
                    () => answer.ShouldBeRefusal().Status.ShouldBeOneOf(403, 404)
                );
        }

        faults.ShouldBeNone(checksMin: 100);
    }

    [Theory]
    [InlineData("owner", true, true)]
    [InlineData("manager", true, true)]
    [InlineData("box_office", true, true)]
    [InlineData("door", true, false)]
    [InlineData("stranger", false, false)]
    public async Task A_team_sees_its_drafts_and_most_of_it_its_bookings(
        string role,
        bool draft,
        bool bookings
    )
    {
        var stage = await TeamStage.Set(role);
        var unseen = await stage.Owner.List(new { status = "draft", organiser_id = stage.Organiser });

        (await stage.Asker.Get($"/events/{unseen.Id}")).ShouldBe(draft ? 200 : 404);
        (await stage.Asker.Get($"/events/{stage.Event}/attending"))
            .ShouldBe(200)
            .Rows.Count.ShouldBe(bookings ? 1 : 0);
    }
}
