using System.Collections.Concurrent;

namespace Seatmate.Tests.Contract;

/// <summary>Key × endpoint: which scope opens which operation, for every operation there is. What is not in the table
/// is closed to every key.</summary>
public sealed class KeyScopeTests(World world) : IClassFixture<World>
{
    private static readonly string[] All =
    [
        "read_events",
        "manage_events",
        "read_orders",
        "manage_orders",
        "read_teams",
    ];

    private static readonly Dictionary<string, string> Open = new(StringComparer.Ordinal)
    {
        ["ListEvents"] = "read_events",
        ["SearchEvents"] = "read_events",
        ["ShowEvent"] = "read_events",
        ["ShowEventBySlug"] = "read_events",
        ["ShowPoster"] = "read_events",
        ["ShowAvailability"] = "read_events",
        ["ShowVoucher"] = "read_events",
        ["ListReviews"] = "read_events",
        ["ShowReview"] = "read_events",
        ["ListVenues"] = "read_events",
        ["SearchVenues"] = "read_events",
        ["ShowVenue"] = "read_events",
        ["ShowVenueBySlug"] = "read_events",
        ["CreateEvent"] = "manage_events",
        ["UpdateEvent"] = "manage_events",
        ["UpdateEventByPut"] = "manage_events",
        ["DeleteEvent"] = "manage_events",
        ["CreateVenue"] = "manage_events",
        ["CreateVoucher"] = "manage_events",
        ["ListVouchers"] = "manage_events",
        ["WithdrawVoucher"] = "manage_events",
        ["ListBookings"] = "read_orders",
        ["ShowBooking"] = "read_orders",
        ["ShowCalendarFile"] = "read_orders",
        ["ShowDoorList"] = "read_orders",
        ["ListInvoices"] = "read_orders",
        ["ShowInvoice"] = "read_orders",
        ["IssueInvoice"] = "manage_orders",
        ["CallOffBooking"] = "manage_orders",
        ["ListOrganisers"] = "read_teams",
        ["ShowOrganiser"] = "read_teams",
        ["ListMembers"] = "read_teams",
        ["ListTeamAudit"] = "read_teams",
    };

    /// <summary>What is about who made the key; closed to the key of an organiser.</summary>
    private static readonly Dictionary<string, string> Personal = new(StringComparer.Ordinal)
    {
        ["ShowBookingByUuid"] = "read_orders",
        ["ListMyBookings"] = "read_orders",
        ["BookEvent"] = "manage_orders",
        ["ChangeBooking"] = "manage_orders",
        ["ChangeBookingByPut"] = "manage_orders",
        ["CancelBooking"] = "manage_orders",
    };

    [Fact]
    public async Task A_key_opens_what_its_scopes_say_and_nothing_else()
    {
        var cleo = await Cast.Cleo(world.Server);
        var team = await cleo.FoundTeam();
        var (whole, teams) = (await cleo.Key(All), await cleo.KeyOf(team.Id, All));
        var without = new ConcurrentDictionary<string, Client>();
        foreach (var scope in All)
            without[scope] = await cleo.Key([.. All.Where(other => other != scope)]);
        var faults = new Faults();
        foreach (var operation in await Operation.All())
        {
            var needed = Open.GetValueOrDefault(operation.Id!) ?? Personal.GetValueOrDefault(operation.Id!);
            var (byAll, byTeams) = (await Code(whole, operation), await Code(teams, operation));
            if (needed is null)
            {
                faults.Check($"{operation}: {byAll}", () => byAll.ShouldBe("closed-to-keys"));
                continue;
            }
            var byOthers = await Code(without[needed], operation);
            faults.Check($"{operation}", () => byAll.ShouldNotBeOneOf("closed-to-keys", "scope-needed"));
            faults.Check($"{operation} without {needed}", () => byOthers.ShouldBe("scope-needed"));
            faults.Check(
                $"{operation} by a team's",
                () => (byTeams == "closed-to-keys").ShouldBe(Personal.ContainsKey(operation.Id!))
            );
        }

        faults.ShouldBeNone(checksMin: 100);
    }

    [Fact]
    public async Task What_is_listed_is_there() =>
        Open
            .Keys.Concat(Personal.Keys)
            .Except((await Operation.All()).Select(operation => operation.Id!), StringComparer.Ordinal)
            .ShouldBeEmpty("take what is gone from the list");

    private async Task<string?> Code(Client key, Operation operation)
    {
        var answer = await key.Send(
            operation.Method,
            world.AddressOf(operation),
            operation.HasBody ? new StringContent("{}", null, "application/json") : null
        );
        return answer.Status >= 400 ? answer.Text("code") : null;
    }
}
