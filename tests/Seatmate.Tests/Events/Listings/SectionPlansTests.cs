using Seatmate.Events.Listings;

namespace Seatmate.Tests.Events.Listings;

public sealed class SectionPlansTests
{
    [Fact]
    public void The_five_sections_fill_any_house_exactly_and_in_proportion()
    {
        foreach (var capacity in Enumerable.Range(1, 600))
        {
            var plans = SectionPlans.FromStandard(100, capacity);

            plans.Sum(plan => plan.Capacity).ShouldBe(Math.Min(capacity, 550));
            plans.Count.ShouldBe(5);
            plans[0].Capacity.ShouldBe(plans.Max(plan => plan.Capacity));
            plans[4].Capacity.ShouldBe(plans.Min(plan => plan.Capacity));
        }
    }
}
