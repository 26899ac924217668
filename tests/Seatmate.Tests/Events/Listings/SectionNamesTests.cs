namespace Seatmate.Tests.Events.Listings;

public sealed class SectionNamesTests
{
    [Fact]
    public async Task Sections_may_swap_their_names_but_none_is_stated_twice()
    {
        var ada = await Cast.Ada();
        var made = await ada.List(
            new
            {
                sections = new[]
                {
                    new { name = "Left", capacity = 4 },
                    new { name = "Right", capacity = 5 },
                },
            }
        );
        var ids = made["sections"]
            .EnumerateArray()
            .Select(section => section.GetProperty("id").GetInt64())
            .ToArray();
        Task<Answer> State(params (long Id, string Name)[] sections) =>
            ada.Patch(
                $"/events/{made.Id}",
                new
                {
                    sections = sections.Select(section => new
                    {
                        id = section.Id,
                        name = section.Name,
                        capacity = 6,
                    }),
                }
            );

        var swapped = (await State((ids[0], "Right"), (ids[1], "Left"))).ShouldBe(200);

        swapped["sections"]
            .EnumerateArray()
            .Select(section =>
                (section.GetProperty("id").GetInt64(), section.GetProperty("name").GetString())
            )
            .ShouldBe([(ids[0], "Right"), (ids[1], "Left")]);
        (await State((ids[0], "Right"), (ids[0], "Other"))).ShouldBeInvalid("sections");
        (await ada.Get($"/events/{made.Id}"))["places_left"].GetInt64().ShouldBe(12);
    }

    [Fact]
    public async Task A_section_may_leave_its_name_to_a_new_one()
    {
        var ada = await Cast.Ada();
        var made = await ada.List(new { sections = new[] { new { name = "Stalls", capacity = 4 } } });
        var id = made["sections"][0].GetProperty("id").GetInt64();

        var changed = (
            await ada.Patch(
                $"/events/{made.Id}",
                new
                {
                    sections = new object[]
                    {
                        new
                        {
                            id,
                            name = "Front stalls",
                            capacity = 4,
                        },
                        new { name = "Stalls", capacity = 9 },
                    },
                }
            )
        ).ShouldBe(200);

        changed["sections"][0].GetProperty("id").GetInt64().ShouldBe(id);
        changed["sections"][1].GetProperty("id").GetInt64().ShouldNotBe(id);
        changed["places_left"].GetInt64().ShouldBe(13);
    }
}
