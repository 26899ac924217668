namespace Seatmate.Ticketing.Tickets;

/// <summary>The number printed on a ticket, made from the record's own id and so unique: eight letters and digits
/// that tell nothing of how many there are, and a check sign of the same kind. A multiplication by an odd number modulo
/// 2^40 is a bijection; the alphabet is Crockford's base 32 (no I, L, O, U); the check sign is that of a Reed-Solomon
/// code over GF(32), which notices every wrong sign and every two neighbours that are swapped.</summary>
public static class TicketNumber
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Base = 32;

    /// <summary>x^5 + x^2 + 1, by which GF(32) is made: x runs through all its 31 powers.</summary>
    private const int Polynomial = 0b100101;
    private const int Digits = 8;
    private const long Mask = (1L << 40) - 1;
    private const long Multiplier = 0x9E3779B97F & Mask | 1;
    private static readonly long Inverse = InverseOf(Multiplier);

    public static string Of(long id)
    {
        if (id is < 1 or > Mask)
            throw new ArgumentOutOfRangeException(nameof(id), id, "A ticket's id has at most 40 bits.");
        var mixed = unchecked(id * Multiplier) & Mask;
        var signs = new char[Digits + 1];
        signs[Digits] = Alphabet[CheckOf(mixed)];
        for (var (rest, i) = (mixed, Digits - 1); i >= 0; i--, rest /= Base)
            signs[i] = Alphabet[(int)(rest % Base)];
        return new(signs);
    }

    /// <summary>The ticket's id, or null when the number is mistyped or none of ours. Case and look-alikes (O, I, L)
    /// are forgiven.</summary>
    public static long? IdOf(string number)
    {
        if (number.Length != Digits + 1)
            return null;
        long mixed = 0;
        foreach (var sign in number.AsSpan(0, Digits))
        {
            var digit = DigitOf(sign);
            if (digit < 0)
                return null;
            mixed = mixed * Base + digit;
        }
        var id = unchecked(mixed * Inverse) & Mask;
        return DigitOf(number[Digits]) == CheckOf(mixed) && id > 0 ? id : null;
    }

    /// <summary>The sum of the digits, each times a power of x of its own, the check's being the lowest, is
    /// zero.</summary>
    private static int CheckOf(long mixed)
    {
        var sum = 0;
        for (var shift = (Digits - 1) * 5; shift >= 0; shift -= 5)
            sum = TimesX(sum) ^ (int)(mixed >> shift) & (Base - 1);
        return TimesX(sum);
    }

    private static int TimesX(int element) =>
        (element << 1) ^ ((element & (Base >> 1)) == 0 ? 0 : Polynomial);

    private static int DigitOf(char sign) =>
        Alphabet.IndexOf(
            char.ToUpperInvariant(sign) switch
            {
                'O' => '0',
                'I' or 'L' => '1',
                var other => other,
            },
            StringComparison.Ordinal
        );

    /// <summary>Newton's iteration: each step doubles the number of right bits.</summary>
    private static long InverseOf(long odd)
    {
        var inverse = odd;
        for (var step = 0; step < 6; step++)
            inverse = unchecked(inverse * (2 - odd * inverse));
        return inverse & Mask;
    }
}
