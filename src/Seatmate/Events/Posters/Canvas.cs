using System.Text;

namespace Seatmate.Events.Posters;

/// <summary>A rectangle to draw shapes on, with the palette and the dice that decide how.</summary>
public sealed class Canvas(int width, int height, PosterPalette palette, Dice dice)
{
    private readonly StringBuilder shapes = new();

    public int Width { get; } = width;
    public int Height { get; } = height;
    public PosterPalette Palette { get; } = palette;
    public Dice Dice { get; } = dice;

    /// <summary>The accents in an order of this poster's own.</summary>
    public string[] Accents { get; } = Turn(palette.Accents, dice.Next(palette.Accents.Length));

    public string Accent(int number) => Accents[number % Accents.Length];

    public void Fill(string colour) => Rectangle(0, 0, Width, Height, colour);

    public void Rectangle(double x, double y, double w, double h, string colour) =>
        shapes.Append($"""<rect x="{N(x)}" y="{N(y)}" width="{N(w)}" height="{N(h)}" fill="{colour}"/>""");

    public void Circle(double x, double y, double radius, string colour) =>
        shapes.Append($"""<circle cx="{N(x)}" cy="{N(y)}" r="{N(radius)}" fill="{colour}"/>""");

    public void Ring(double x, double y, double radius, double thickness, string colour) =>
        shapes.Append(
            $"""<circle cx="{N(x)}" cy="{N(y)}" r="{N(radius)}" """
                + $"""fill="none" stroke="{colour}" stroke-width="{N(thickness)}"/>"""
        );

    public void Path(string data, string colour) => shapes.Append($"""<path d="{data}" fill="{colour}"/>""");

    public void Line(string data, double thickness, string colour) =>
        shapes.Append(
            $"""<path d="{data}" fill="none" stroke="{colour}" stroke-width="{N(thickness)}" stroke-linecap="round"/>"""
        );

    /// <summary>A number as SVG reads it, to a tenth of a unit.</summary>
    public static string N(double number) => Math.Round(number, 1).ToString("0.#");

    public override string ToString() => shapes.ToString();

    private static string[] Turn(string[] colours, int by) => [.. colours[by..], .. colours[..by]];
}
