namespace Seatmate.Tests.Ticketing.Orders;

/// <summary>Who orders what is ordered already is shown the order; under a key the same once and for all.</summary>
public sealed class OrderedAlreadyTests
{
    private static readonly (string, string) Second = ("Idempotency-Key", "second");

    [Fact]
    public async Task A_second_key_gets_the_same_answer_whatever_becomes_of_the_order()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var wish = new { hold_id = (await ben.Hold(evening)).ShouldBe(201).Id };
        var order = (await ben.Post("/orders", wish, ("Idempotency-Key", "first"))).ShouldBe(201);
        var shown = (await ben.Post("/orders", wish, Second)).ShouldBe(200);
        shown.Text("status").ShouldBe("awaiting_payment");
        await ben.Pay(evening, order);

        var again = (await ben.Post("/orders", wish, Second)).ShouldBe(200);

        again.Bytes.ShouldBe(shown.Bytes);
        again.ContentType.ShouldBe(shown.ContentType);
        (await ben.Post("/orders", new { wish.hold_id, name = "Ben" }, Second)).ShouldFail(
            422,
            "idempotency-key-reused"
        );
        (await ben.Post("/orders", wish)).ShouldBe(200).Text("status").ShouldBe("confirmed");
    }

    [Fact]
    public async Task Eight_at_once_under_a_second_key_get_one_answer()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var wish = new { hold_id = (await ben.Hold(evening)).ShouldBe(201).Id };
        (await ben.Post("/orders", wish)).ShouldBe(201);

        var answers = await Race.AtOnce(8, _ => ben.Post("/orders", wish, Second));

        foreach (var answer in answers)
            answer.ShouldBe(200).Bytes.ShouldBe(answers[0].Bytes);
    }

    [Fact]
    public async Task A_guest_gets_the_same_answer_too()
    {
        var evening = await Evening.New();
        var (gil, order) = await Guest.Orders(evening);
        var wish = new
        {
            hold_id = order.Id,
            name = "Gil Guest",
            email = "gil@example.org",
        };
        var key = ("Idempotency-Key", $"guest-{order.Id}");
        var shown = (await gil.Post("/orders", wish, key)).ShouldBe(200);
        (await gil.Cancel(evening, order)).ShouldBe(200);

        (await gil.Post("/orders", wish, key)).ShouldBe(200).Bytes.ShouldBe(shown.Bytes);
    }
}
