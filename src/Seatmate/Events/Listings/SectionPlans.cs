using System.ComponentModel.DataAnnotations;
using Seatmate.Platform;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Events.Listings;

/// <summary>A section as its organiser states it; without a price it costs what the event does. It has a capacity, or
/// is `unlimited`; `pool` names the places that it shares with other sections: what is missing or null stays, an
/// empty text is none. `sale` stays as well unless it is said.</summary>
public sealed record SectionRequest(
    long? Id,
    [property: Required, TextRule(1, 80)] string Name,
    [property: Range(0.0, 1e9)] decimal? Price,
    [property: Range(0.0, 1e7)] long? Capacity,
    bool? Unlimited,
    [property: TextRule(0, 80)] string? Pool,
    SectionSale? Sale
);

/// <summary>Places that sections share: however many each of them has by itself, together they sell no more than
/// this.</summary>
public sealed record PoolRequest(
    [property: Required, TextRule(1, 80)] string Name,
    [property: Required, Range(0.0, 1e7)] long? Capacity
);

/// <summary>A list of pools that has no holes and is not too long.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class PoolsRule : ValidationAttribute
{
    private const int CountMax = 50;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is not IReadOnlyList<PoolRequest?> pools ? ValidationResult.Success
        : pools.Count > CountMax ? new($"There must be {CountMax} pools at most.")
        : pools.Contains(null) ? new("A pool is missing.")
        : ValidationResult.Success;
}

/// <summary>A list of sections that has no holes and is not too long.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class SectionsRule(int countMin) : ValidationAttribute
{
    private const int CountMax = 200;

    public int CountMin { get; } = countMin;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is not IReadOnlyList<SectionRequest?> sections)
            return ValidationResult.Success;
        if (sections.Count < CountMin || sections.Count > CountMax)
            return new($"There must be {CountMin} to {CountMax} sections.");
        return sections.Contains(null) ? new("A section is missing.") : ValidationResult.Success;
    }
}

/// <summary>What an event's own price was and is: the sections that stood at it go along.</summary>
public sealed record PriceChange(Money Before, Money After)
{
    /// <summary>The price of a section after the change. In another currency the number stays, if that has
    /// it.</summary>
    public long Of(long sectionPriceMinor)
    {
        if (sectionPriceMinor == Before.AmountMinor)
            return After.AmountMinor;
        var amount = new Money(sectionPriceMinor, Before.Currency).Amount;
        return Money.TryFrom(amount, After.Currency, out var price)
            ? price.AmountMinor
            : throw new RefusedException(
                Problem.Invalid("currency", $"A section's price is not an amount of {After.Currency}.")
            );
    }
}

/// <summary>From what organisers state to the sections that Ticketing keeps.</summary>
public static class SectionPlans
{
    private static readonly (string Name, int Capacity)[] Standard =
    [
        ("General Admission", 250),
        ("Section C", 100),
        ("Section B", 100),
        ("Section A", 75),
        ("VIP", 25),
    ];

    /// <summary>The five sections of an event that states none, together never more than the venue holds: scaled down
    /// in proportion, the places left over by rounding go where most was cut off.</summary>
    public static List<SectionPlan> FromStandard(long priceMinor, int? houseCapacity)
    {
        var whole = Standard.Sum(section => section.Capacity);
        var room = Math.Min(whole, houseCapacity ?? whole);
        var shares = Standard.Select(section => Math.DivRem(section.Capacity * (long)room, whole)).ToList();
        var left = room - (int)shares.Sum(share => share.Quotient);
        var luckiest = Enumerable
            .Range(0, Standard.Length)
            .OrderByDescending(i => shares[i].Remainder)
            .Take(left)
            .ToHashSet();
        return
        [
            .. Standard.Select(
                (section, i) =>
                    new SectionPlan(
                        null,
                        section.Name,
                        priceMinor,
                        shares[i].Quotient + (luckiest.Contains(i) ? 1 : 0),
                        null,
                        null
                    )
            ),
        ];
    }

    /// <summary>The sections that an event has.</summary>
    public static IEnumerable<SectionPlan> Of(IReadOnlyList<SectionState> present) =>
        present.Select(each => new SectionPlan(
            each.Id,
            each.Name,
            each.PriceMinor,
            each.Capacity,
            each.Pool?.Name,
            null
        ));

    /// <summary>The same, at their prices after a change.</summary>
    public static List<SectionPlan> Repriced(IReadOnlyList<SectionState> present, PriceChange change) =>
        [.. Of(present).Select(each => each with { PriceMinor = change.Of(each.PriceMinor) })];

    /// <summary>The pools as stated anew.</summary>
    public static List<PoolPlan> Stated(IReadOnlyList<PoolRequest> stated)
    {
        var pools = stated.Select(pool => new PoolPlan(pool.Name.Trim(), pool.Capacity!.Value)).ToList();
        return pools.DistinctBy(pool => pool.Name, StringComparer.OrdinalIgnoreCase).Count() == pools.Count
            ? pools
            : throw new RefusedException(Problem.Invalid("pools", "Two pools have the same name."));
    }

    /// <summary>The pools that an event has.</summary>
    public static List<PoolPlan> Pools(IEnumerable<SectionState> present) =>
        [
            .. present
                .Select(section => section.Pool)
                .OfType<PoolState>()
                .DistinctBy(pool => pool.Id)
                .OrderBy(pool => pool.Id)
                .Select(pool => new PoolPlan(pool.Name, pool.Capacity)),
        ];

    /// <summary>Those of the pools that one of the sections shares.</summary>
    public static List<PoolPlan> Shared(IReadOnlyList<PoolPlan> pools, IReadOnlyList<SectionPlan> sections) =>
        [
            .. pools.Where(pool =>
                sections.Any(section => section.Pool is { } name && Find(name, pools) == pool)
            ),
        ];

    /// <summary>Refused when one of these pools is shared by no section, or a section shares none of these.</summary>
    /// <param name="sections">What is asked of the sections; their pools as the event has them or as stated.</param>
    /// <param name="pools">All pools that there are to be.</param>
    /// <returns>The sections, with the names of pools as they are to be.</returns>
    public static List<SectionPlan> Sharing(
        IReadOnlyList<SectionPlan> sections,
        IReadOnlyList<PoolPlan> pools
    )
    {
        var sharing = sections
            .Select((section, i) => section with { Pool = NameOf(section, i, pools) })
            .ToList();
        for (var i = 0; i < pools.Count; i++)
        {
            if (!sharing.Exists(section => section.Pool == pools[i].Name))
                throw new RefusedException(
                    Problem.Invalid($"pools[{i}].name", "No section shares these places.")
                );
        }
        return sharing;
    }

    private static string? NameOf(SectionPlan section, int index, IReadOnlyList<PoolPlan> pools) =>
        section.Pool is not { } name
            ? null
            : Find(name, pools)?.Name
                ?? throw new RefusedException(
                    Problem.Invalid(
                        $"sections[{index}].pool",
                        $"The event is to have no pool {name}; say another, or an empty text for none."
                    )
                );

    private static PoolPlan? Find(string name, IReadOnlyList<PoolPlan> pools) =>
        pools.FirstOrDefault(pool => pool.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The sections as stated anew; one that the event has keeps its price and its pool unless it says
    /// another.</summary>
    public static List<SectionPlan> Stated(
        IReadOnlyList<SectionRequest> stated,
        IReadOnlyList<SectionState> present,
        PriceChange change
    )
    {
        var named = stated.Select(section => section.Id).OfType<long>().ToHashSet();
        var unnamed = present.Where(each => !named.Contains(each.Id)).ToList();
        var plans = stated
            .Select(
                (section, i) =>
                    Stated(section, $"sections[{i}]", section.Id is null ? unnamed : present, change)
            )
            .ToList();
        var kept = plans.Select(plan => plan.Id).OfType<long>().ToList();
        return kept.Distinct().Count() == kept.Count
            ? plans
            : throw new RefusedException(Problem.Invalid("sections", "A section is stated twice."));
    }

    private static SectionPlan Stated(
        SectionRequest section,
        string field,
        IReadOnlyList<SectionState> present,
        PriceChange change
    )
    {
        var name = section.Name.Trim();
        var match = present.FirstOrDefault(each =>
            section.Id is { } id ? each.Id == id : each.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        );
        if (section.Id is not null && match is null)
            throw new RefusedException(Problem.Invalid($"{field}.id", "The event has no such section."));
        var price =
            section.Price is { } amount ? Minor(amount, change.After.Currency, field)
            : match is null ? change.After.AmountMinor
            : change.Of(match.PriceMinor);
        var pool = section.Pool is { } stated
            ? (stated.Trim() is { Length: > 0 } typed ? typed : null)
            : match?.Pool?.Name;
        var sale = section.Sale == match?.Sale ? null : section.Sale;
        return new(match?.Id, name, price, Capacity(section, $"{field}.capacity"), pool, sale);
    }

    private static long? Capacity(SectionRequest section, string field) =>
        (section.Unlimited == true, section.Capacity) switch
        {
            (true, null) => null,
            (false, { } capacity) => capacity,
            (true, _) => throw new RefusedException(
                Problem.Invalid(field, "An unlimited section has no capacity.")
            ),
            (false, null) => throw new RefusedException(
                Problem.Invalid(field, "This must be said, unless the section is unlimited.")
            ),
        };

    private static long Minor(decimal amount, string currency, string field) =>
        Money.TryFrom(amount, currency, out var price)
            ? price.AmountMinor
            : throw new RefusedException(Problem.Invalid($"{field}.price", $"Not an amount of {currency}."));
}
