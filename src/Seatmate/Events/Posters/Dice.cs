namespace Seatmate.Events.Posters;

/// <summary>Numbers that look random and are always the same for the same seed (SplitMix64).</summary>
public sealed class Dice(long seed)
{
    private ulong state = (ulong)seed * 0xBF58476D1CE4E5B9;

    /// <summary>A whole number from 0 to below <paramref name="sides"/>.</summary>
    public int Next(int sides) => (int)(Roll() % (ulong)sides);

    /// <summary>A number between the two.</summary>
    public double Between(double low, double high) => low + (high - low) * (Roll() >> 11) / (1UL << 53);

    private ulong Roll()
    {
        var mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
