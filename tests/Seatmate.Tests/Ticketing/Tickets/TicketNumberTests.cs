using Seatmate.Ticketing.Tickets;

namespace Seatmate.Tests.Ticketing.Tickets;

public sealed class TicketNumberTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const long IdMax = (1L << 40) - 1;

    public static TheoryData<long> Ids()
    {
        var random = new Random(20311);
        return
        [
            1,
            2,
            3,
            IdMax,
            IdMax - 1,
            .. Enumerable.Range(0, 200).Select(_ => random.NextInt64(1, IdMax)),
        ];
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_number_leads_back_to_its_id(long id)
    {
        var number = TicketNumber.Of(id);

        number.Length.ShouldBe(9);
        TicketNumber.IdOf(number).ShouldBe(id);
        TicketNumber.IdOf(number.ToLowerInvariant()).ShouldBe(id);
        TicketNumber.IdOf(number.Replace('0', 'O').Replace('1', 'l')).ShouldBe(id);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_number_has_only_letters_and_digits(long id) =>
        TicketNumber.Of(id).ShouldAllBe(sign => Alphabet.Contains(sign));

    [Fact]
    public void No_two_ids_have_the_same_number()
    {
        var numbers = Enumerable.Range(1, 100_000).Select(id => TicketNumber.Of(id)).ToHashSet();

        numbers.Count.ShouldBe(100_000);
    }

    [Fact]
    public void Any_single_wrong_sign_and_any_two_neighbours_swapped_are_noticed()
    {
        foreach (var id in new[] { 1L, 4711, 123_456_789, IdMax })
        {
            var number = TicketNumber.Of(id);
            for (var place = 0; place < number.Length; place++)
            {
                foreach (var sign in Alphabet.Where(sign => sign != number[place]))
                    TicketNumber.IdOf(number[..place] + sign + number[(place + 1)..]).ShouldBeNull();
                if (place > 0 && number[place] != number[place - 1])
                    TicketNumber
                        .IdOf(
                            number[..(place - 1)] + number[place] + number[place - 1] + number[(place + 1)..]
                        )
                        .ShouldBeNull();
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345678")]
    [InlineData("1234567890")]
    [InlineData("ÄÖÜäöüß€€")]
    [InlineData("000000000")]
    [InlineData("UUUUUUUUU")]
    [InlineData("00000000=")]
    public void What_is_no_number_leads_nowhere(string text) => TicketNumber.IdOf(text).ShouldBeNull();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(IdMax + 1)]
    public void An_id_beyond_forty_bits_has_no_number(long id) =>
        Should.Throw<ArgumentOutOfRangeException>(() => TicketNumber.Of(id));
}
