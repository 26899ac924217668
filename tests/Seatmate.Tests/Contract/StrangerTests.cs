namespace Seatmate.Tests.Contract;

/// <summary>Cleo, who is signed in, meets what belongs to somebody else.</summary>
public sealed class StrangerTests(World world) : IClassFixture<World>
{
    /// <summary>What anybody who is signed in may do beside what is somebody else's, and why.</summary>
    private static readonly Dictionary<string, string> Anybodys = new(StringComparer.Ordinal)
    {
        ["ShowSession"] = "their own session",
        ["SignOut"] = "their own session",
        ["ShowSecondStep"] = "their own second step",
        ["StartSecondStep"] = "their own second step",
        ["TurnOnSecondStep"] = "their own second step",
        ["RenewRecoveryCodes"] = "their own second step",
        ["TurnOffSecondStep"] = "their own second step",
        ["ProveAgain"] = "their own proof",
        ["ListPasskeys"] = "their own passkeys",
        ["StartPasskey"] = "their own passkeys",
        ["AddPasskey"] = "their own passkeys",
        ["ListSessions"] = "their own sessions",
        ["EndOtherSessions"] = "their own sessions",
        ["AskEmailConfirmation"] = "their own address",
        ["ListRetention"] = "how long things are kept is everybody's affair",
        ["ListLinks"] = "holds only their own",
        ["ListUsers"] = "profiles are seen by everybody who is signed in",
        ["ShowUser"] = "profiles are seen by everybody who is signed in",
        ["ShowUserByHandle"] = "profiles are seen by everybody who is signed in",
        ["SearchUsers"] = "profiles are seen by everybody who is signed in",
        ["CreateEvent"] = "everybody may organise",
        ["ListKeys"] = "holds only their own",
        ["CreateKey"] = "for what they may do themselves",
        ["ListOrganisers"] = "holds only their own",
        ["CreateOrganiser"] = "everybody may organise",
        ["ListInvitations"] = "holds only those to them",
        ["CreateVenue"] = "everybody may name a place",
        ["BookEvent"] = "events are for everybody",
        ["ShowOwnReview"] = "their own review",
        ["CreateReview"] = "whoever was there, tested in CreateReviewTests",
        ["ListBookings"] = "holds only their own",
        ["ListPosts"] = "posts are for everybody who is signed in",
        ["ShowPost"] = "posts are for everybody who is signed in",
        ["CreatePost"] = "everybody may post",
        ["ListComments"] = "posts are for everybody who is signed in",
        ["ShowComment"] = "posts are for everybody who is signed in",
        ["CreateComment"] = "posts are for everybody who is signed in",
        ["ListLikes"] = "posts are for everybody who is signed in",
        ["ShowLike"] = "posts are for everybody who is signed in",
        ["ListNotes"] = "holds only their own",
        ["CountUnreadNotes"] = "counts only their own",
        ["ReadNotes"] = "touches only their own",
        ["ShowPushKey"] = "a public key",
        ["ListPushSubscriptions"] = "holds only their own",
        ["SubscribeToPush"] = "their own browser",
        ["ShowMonthlyReport"] = "their own month",
        ["ShowMonthlyPaper"] = "their own month",
        ["ShowReportSetting"] = "their own choice",
        ["ChangeReportSetting"] = "their own choice",
        ["ShowChoices"] = "their own choices",
        ["ChangeChoices"] = "their own choices",
        ["LikePost"] = "posts are for everybody who is signed in",
    };

    [Fact]
    public async Task What_is_somebody_elses_is_not_there_or_not_hers()
    {
        var cleo = await Cast.Cleo(world.Server);
        var faults = new Faults();
        var before = await world.FingerprintAtRest();
        foreach (
            var operation in (await Operation.All()).Where(o =>
                o.AsksForToken && !Anybodys.ContainsKey(o.Id!)
            )
        )
        {
            var answer = await Ask(cleo, operation);
            faults.Check($"{operation}", () => answer.ShouldBeRefusal().Status.ShouldBeOneOf(403, 404));
            var after = await world.Fingerprint();
            faults.Check(
                $"{operation}",
                () => after.Except(before).ShouldBeEmpty("it has changed these tables")
            );
            before = after;
        }

        faults.ShouldBeNone(checksMin: 20);
    }

    [Fact]
    public async Task A_guests_token_that_stands_for_something_else_finds_nothing()
    {
        var evening = await Evening.New(world.Server);
        var (gil, _) = await Guest.Orders(evening);
        var faults = new Faults();
        foreach (var operation in (await Operation.All()).Where(o => o.TakesGuests))
        {
            var answer = await Ask(gil, operation);
            faults.Check($"{operation}", () => answer.ShouldBeRefusal().Status.ShouldBe(404));
        }

        faults.ShouldBeNone(checksMin: 8);
    }

    [Fact]
    public async Task What_is_listed_as_anybodys_is_there() =>
        Anybodys
            .Keys.Except((await Operation.All()).Select(operation => operation.Id!), StringComparer.Ordinal)
            .ShouldBeEmpty("take what is gone from the list");

    [Fact]
    public async Task Control_the_same_requests_of_the_owner_are_not_all_refused()
    {
        var asked = (await Operation.All()).Where(o => o is { IsRead: true, AsksForToken: true }).ToList();
        var faults = new Faults();
        foreach (var operation in asked)
        {
            var answer = await Ask(world.Walker, operation);
            faults.Check($"{operation}", () => answer.ShouldBe(200));
        }

        faults.ShouldBeNone(checksMin: 5);
    }

    [Fact]
    public async Task Lists_of_bookings_hold_only_her_own()
    {
        var cleo = await Cast.Cleo(world.Server);

        (
            await cleo.Get(world.AddressOf((await Operation.All()).Single(o => o.Id == "ListBookings")))
        ).Rows.ShouldBeEmpty();
    }

    private Task<Answer> Ask(Client client, Operation operation) =>
        client.Send(
            operation.Method,
            world.AddressOf(operation),
            operation.HasBody ? new StringContent("{}", null, "application/json") : null
        );
}
