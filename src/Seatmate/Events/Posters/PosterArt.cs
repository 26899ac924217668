using static Seatmate.Events.Posters.Canvas;

namespace Seatmate.Events.Posters;

/// <summary>The compositions. Tags lean towards some of them: music turns, sport runs, workshops have shapes to play
/// with.</summary>
public static class PosterArt
{
    private static readonly Action<Canvas>[] All =
    [
        Sunrise,
        Turns,
        Shapes,
        Waves,
        Rays,
        Dots,
        Arches,
        Record,
    ];

    private static readonly (string[] Words, Action<Canvas>[] Art)[] Leanings =
    [
        (["music", "jazz", "concert", "opera", "classical", "orchestra"], [Record, Waves, Dots, Arches]),
        (["club", "night", "dance", "electronic"], [Record, Rays, Dots]),
        (["sport", "run", "football", "marathon", "bike"], [Rays, Waves, Sunrise]),
        (["outdoor", "food", "garden", "market"], [Sunrise, Waves, Arches]),
        (["art", "workshop", "child", "craft", "game"], [Shapes, Turns, Arches]),
        (["talk", "tech", "book", "poetry", "chess"], [Turns, Shapes, Dots]),
    ];

    public static Action<Canvas> For(IReadOnlyList<string> tags, Dice dice)
    {
        var choice = Leanings
            .Where(leaning =>
                tags.Any(tag => leaning.Words.Any(word => tag.Contains(word, StringComparison.Ordinal)))
            )
            .SelectMany(leaning => leaning.Art)
            .ToArray();
        choice = choice.Length > 0 ? choice : All;
        return choice[dice.Next(choice.Length)];
    }

    /// <summary>A striped sun over water.</summary>
    private static void Sunrise(Canvas art)
    {
        var horizon = art.Height * art.Dice.Between(0.62, 0.74);
        var radius = Math.Min(art.Height * 0.42, 260);
        var x = art.Dice.Between(0.3, 0.7) * art.Width;
        art.Fill(art.Accent(1));
        for (var halo = 3; halo > 0; halo--)
            art.Ring(x, horizon, radius + halo * 62, 18, art.Accent(2));
        art.Circle(x, horizon, radius, art.Accent(0));
        art.Rectangle(0, horizon, art.Width, art.Height - horizon, art.Palette.Ground);
        var y = horizon + 14;
        for (var wave = 0; y < art.Height; wave++)
        {
            var half = radius * (1.15 - wave * 0.14) + art.Dice.Between(-24, 24);
            if (half > 20)
                art.Rectangle(x - half, y, 2 * half, 9 + wave * 2, art.Accent(0));
            y += 26 + wave * 6;
        }
    }

    /// <summary>Quarter rings that join into paths.</summary>
    private static void Turns(Canvas art)
    {
        const int size = 160;
        art.Fill(art.Accent(0));
        for (var y = 0; y < art.Height; y += size)
        {
            for (var x = 0; x < art.Width; x += size)
            {
                var rising = art.Dice.Next(2) == 0;
                var colour = art.Dice.Next(4) == 0 ? art.Accent(1) : art.Palette.Ground;
                Turn(art, x, y, size, rising, colour);
            }
        }
    }

    private static void Turn(Canvas art, int x, int y, int size, bool rising, string colour)
    {
        var r = size / 2;
        var (right, bottom) = (x + size, y + size);
        var path = rising
            ? $"M{x + r} {y}A{r} {r} 0 0 1 {x} {y + r}M{right} {bottom - r}A{r} {r} 0 0 0 {right - r} {bottom}"
            : $"M{right - r} {y}A{r} {r} 0 0 0 {right} {y + r}M{x} {bottom - r}A{r} {r} 0 0 1 {x + r} {bottom}";
        art.Line(path, 44, colour);
        art.Line(path, 12, art.Accent(0));
    }

    /// <summary>Tiles of circles, halves, quarters and triangles.</summary>
    private static void Shapes(Canvas art)
    {
        const int size = 200;
        art.Fill(art.Palette.Ground);
        for (var y = 0; y < art.Height; y += size)
        {
            for (var x = 0; x < art.Width; x += size)
            {
                var first = art.Dice.Next(3);
                art.Rectangle(x, y, size, size, art.Dice.Next(4) == 0 ? art.Palette.Ink : art.Accent(first));
                Shape(art, x, y, size, art.Dice.Next(3) == 0 ? art.Palette.Ground : art.Accent(first + 1));
            }
        }
    }

    private static void Shape(Canvas art, int x, int y, int s, string colour)
    {
        switch (art.Dice.Next(6))
        {
            case 0:
                art.Circle(x + s / 2, y + s / 2, s * 0.36, colour);
                art.Circle(x + s / 2, y + s / 2, s * 0.15, art.Palette.Ground);
                break;
            case 1:
                art.Path($"M{x} {y}A{s} {s} 0 0 1 {x + s} {y + s}H{x}Z", colour);
                break;
            case 2:
                art.Path($"M{x + s} {y}A{s} {s} 0 0 0 {x} {y + s}H{x + s}Z", colour);
                break;
            case 3:
                art.Path($"M{x} {y + s / 2}A{s / 2} {s / 2} 0 0 1 {x + s} {y + s / 2}Z", colour);
                art.Path($"M{x} {y + s}A{s / 2} {s / 2} 0 0 1 {x + s} {y + s}Z", colour);
                break;
            case 4:
                art.Path($"M{x} {y + s}L{x + s} {y}V{y + s}Z", colour);
                break;
            default:
                for (var stripe = 0; stripe < 4; stripe++)
                    art.Rectangle(x, y + stripe * s / 4 + s / 16, s, s / 8, colour);
                break;
        }
    }

    /// <summary>Hills or waves, one behind the other.</summary>
    private static void Waves(Canvas art)
    {
        art.Fill(art.Accent(0));
        art.Circle(
            art.Dice.Between(0.2, 0.8) * art.Width,
            art.Height * 0.26,
            art.Dice.Between(60, 110),
            art.Accent(1)
        );
        const int layers = 6;
        for (var layer = 0; layer < layers; layer++)
        {
            var y = art.Height * (0.34 + 0.62 * layer / layers);
            var swing = art.Dice.Between(26, 64);
            var shift = art.Dice.Between(0, 200);
            var colour = layer % 2 == 0 ? art.Palette.Ground : art.Accent(1 + layer / 2);
            var path = $"M{N(-shift)} {N(y)}q100 {N(-2 * swing)} 200 0";
            for (var x = 200 - shift; x < art.Width; x += 200)
                path += "t200 0";
            art.Path($"{path}V{art.Height}H{N(-shift)}Z", colour);
        }
    }

    /// <summary>Light from one point.</summary>
    private static void Rays(Canvas art)
    {
        var (x, y) = (art.Dice.Between(0.2, 0.8) * art.Width, art.Height * art.Dice.Between(0.55, 0.95));
        var count = 12 + 2 * art.Dice.Next(5);
        art.Fill(art.Accent(0));
        for (var ray = 0; ray < count; ray++)
        {
            var from = 2 * Math.PI * ray / count;
            var to = from + Math.PI / count;
            art.Path(
                $"M{N(x)} {N(y)}L{N(x + 1600 * Math.Cos(from))} {N(y + 1600 * Math.Sin(from))}"
                    + $"L{N(x + 1600 * Math.Cos(to))} {N(y + 1600 * Math.Sin(to))}Z",
                ray % 3 == 0 ? art.Accent(1) : art.Palette.Ground
            );
        }
        art.Circle(x, y, 150, art.Accent(2));
        art.Circle(x, y, 104, art.Palette.Ground);
        art.Circle(x, y, 62, art.Accent(0));
    }

    /// <summary>A halftone screen that swells around one point.</summary>
    private static void Dots(Canvas art)
    {
        const int step = 40;
        var (focusX, focusY) = (
            art.Dice.Between(0.2, 0.8) * art.Width,
            art.Dice.Between(0.2, 0.8) * art.Height
        );
        art.Fill(art.Accent(0));
        art.Circle(art.Width - focusX, art.Height - focusY, art.Height * 0.32, art.Accent(1));
        for (var row = 0; row * step < art.Height + step; row++)
        {
            for (var x = row % 2 * step / 2; x < art.Width + step; x += step)
            {
                var distance = Math.Sqrt(Math.Pow(x - focusX, 2) + Math.Pow(row * step - focusY, 2));
                var radius = 24 * Math.Exp(-distance / 330);
                if (radius > 1.6)
                    art.Circle(x, row * step, radius, art.Palette.Ground);
            }
        }
    }

    /// <summary>Arches within arches, as of a colonnade.</summary>
    private static void Arches(Canvas art)
    {
        var columns = 2 + art.Dice.Next(2);
        var width = (double)art.Width / columns;
        art.Fill(art.Accent(2));
        for (var column = 0; column < columns; column++)
        {
            var x = (column + 0.5) * width;
            var top = art.Height * art.Dice.Between(0.06, 0.3);
            for (var ring = 0; ring < 5; ring++)
            {
                var radius = width * (0.47 - 0.095 * ring);
                var colour = ring % 2 == 1 ? art.Palette.Ground : art.Accent(column + ring / 2);
                var spring = top + width * 0.47;
                art.Path(
                    $"M{N(x - radius)} {art.Height}V{N(spring)}"
                        + $"A{N(radius)} {N(radius)} 0 0 1 {N(x + radius)} {N(spring)}V{art.Height}Z",
                    colour
                );
            }
        }
    }

    /// <summary>A record, half out of its sleeve.</summary>
    private static void Record(Canvas art)
    {
        var radius = Math.Min(art.Width, art.Height) * 0.46;
        var (x, y) = (art.Width * art.Dice.Between(0.4, 0.75), art.Height * art.Dice.Between(0.42, 0.58));
        art.Fill(art.Accent(0));
        art.Rectangle(0, 0, x, art.Height, art.Accent(1));
        art.Circle(x, y, radius, art.Palette.Ground);
        for (var groove = 0.93; groove > 0.42; groove -= 0.06)
            art.Ring(x, y, radius * groove, 2, art.Accent(groove > 0.7 ? 1 : 0));
        art.Circle(x, y, radius * 0.36, art.Accent(2));
        art.Circle(x, y, radius * 0.05, art.Palette.Ground);
    }
}
