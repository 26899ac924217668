namespace Seatmate.Ticketing.Contracts;

/// <summary>A section as its organiser states it: null id for a new one; price in minor units.</summary>
public sealed record SectionPlan(long? Id, string Name, long PriceMinor, long Capacity);

/// <summary>A section as people see it.</summary>
public sealed record SectionState(
    long Id,
    long EventId,
    string Name,
    long PriceMinor,
    long Capacity,
    long Taken
);

public enum PlanSectionsOutcome
{
    Planned,
    SectionHasBookings,
    CapacityBelowTaken,
    NameTwice,
}

/// <summary>What Events asks Ticketing: the sections of an event are Ticketing's, stated together with the
/// event.</summary>
public interface ISections
{
    /// <summary>Makes the sections of an event exactly these, in this order, within the caller's transaction; matched
    /// by id, else by name. Nothing changes unless Planned.</summary>
    Task<PlanSectionsOutcome> Plan(
        long eventId,
        IReadOnlyList<SectionPlan> sections,
        CancellationToken cancel
    );

    /// <summary>The sections of several events in one query, by event and position.</summary>
    Task<ILookup<long, SectionState>> Of(IReadOnlyCollection<long> eventIds, CancellationToken cancel);

    /// <summary>Nothing of the event is sold from here on: whoever locked its stocks before is done, whoever comes
    /// later finds them closed.</summary>
    Task Close(long eventId, CancellationToken cancel);

    /// <summary>Whoever gets their first tickets of the event from here on waits until the caller's transaction is
    /// over, and so does whoever takes or gives back places of it; those who are just doing so are done. To be asked
    /// before <see cref="LimitPerPerson"/> and <see cref="Plan"/>.</summary>
    Task KeepNewcomersOut(long eventId, CancellationToken cancel);

    /// <summary>How many tickets one person may have of the event changes.</summary>
    Task LimitPerPerson(long eventId, int ticketsPerPersonMax, CancellationToken cancel);
}
