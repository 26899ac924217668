using Seatmate.Tests.Accounts.Providers;

namespace Seatmate.Tests.Accounts.Links;

public sealed class StartLinkTests(ProviderServer world) : IClassFixture<ProviderServer>
{
    [Fact]
    public async Task An_account_that_is_connected_elsewhere_is_refused()
    {
        var (ben, cleo) = (await Cast.Ben(world.Server), await Cast.Cleo(world.Server));
        var subject = FakeProvider.NewSubject();
        (await (await Visit.ToLink(ben, world)).Return(subject, ben.Email)).ShouldBe(200);

        (await (await Visit.ToLink(cleo, world)).Return(subject, cleo.Email)).ShouldFail(
            409,
            "linked-elsewhere"
        );
    }

    [Fact]
    public async Task A_second_account_of_one_provider_is_refused_and_the_same_again_changes_nothing()
    {
        var ben = await Cast.Ben(world.Server);
        var subject = FakeProvider.NewSubject();
        (await (await Visit.ToLink(ben, world)).Return(subject, ben.Email)).ShouldBe(200);

        (await (await Visit.ToLink(ben, world)).Return(subject, ben.Email)).ShouldBe(200);
        (await (await Visit.ToLink(ben, world)).Return(FakeProvider.NewSubject(), ben.Email)).ShouldFail(
            409,
            "linked-already"
        );
        (await ben.Get("/auth/links")).Rows.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task One_subject_wanted_by_ten_people_at_once_is_one_persons()
    {
        var subject = FakeProvider.NewSubject();
        var people = await Cast.Crowd(10, world.Server);
        var visits = await Task.WhenAll(people.Select(person => Visit.ToLink(person, world)));

        var answers = await Race.AtOnceBefore(
            world.Server,
            "accounts.links",
            10,
            10,
            number => visits[number].Return(subject, null)
        );

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers
            .Where(answer => answer.Status != 200)
            .ShouldAllBe(answer => answer.Text("code") == "linked-elsewhere");
    }
}
