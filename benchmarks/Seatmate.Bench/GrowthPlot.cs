using System.Text;

namespace Seatmate.Bench;

/// <summary>A picture of what an order costs with more and more tickets sold, beside one of the shop with the fewest: a
/// logarithmic axis of tickets, a linear one from zero.</summary>
public static class GrowthPlot
{
    private const int Width = 640;
    private const int Height = 280;
    private const int Left = 64;
    private const int Bottom = 44;
    private const int Top = 24;

    public static string Draw(long[] rows, double[] times)
    {
        var most = Math.Max(2, Math.Ceiling(times.Max()));
        var points = rows.Zip(times, (count, cost) => (X: X(rows, count), Y: Y(most, cost), count, cost))
            .ToList();
        var svg = new StringBuilder();
        Line(
            svg,
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12">"""
        );
        Line(
            svg,
            """<style>text{fill:#555}path,line{fill:none}@media(prefers-color-scheme:dark){text{fill:#bbb}}</style>"""
        );
        for (var step = 0; step <= 4; step++)
        {
            var y = Y(most, most * step / 4);
            Line(svg, $"""<line x1="{Left}" y1="{y:0.#}" x2="{Width - 16}" y2="{y:0.#}" stroke="#8884"/>""");
            Line(
                svg,
                $"""<text x="{Left - 8}" y="{y + 4:0.#}" text-anchor="end">{most * step / 4:0.###}</text>"""
            );
        }
        Line(
            svg,
            $"""<path d="M{string.Join("L", points.Select(p => $"{p.X:0.#} {p.Y:0.#}"))}" stroke="#7c5cff" stroke-width="2"/>"""
        );
        foreach (var (x, y, count, cost) in points)
        {
            Line(svg, $"""<circle cx="{x:0.#}" cy="{y:0.#}" r="4" fill="#7c5cff"/>""");
            Line(svg, $"""<text x="{x:0.#}" y="{y - 10:0.#}" text-anchor="middle">{cost:0.###}</text>""");
            Line(
                svg,
                $"""<text x="{x:0.#}" y="{Height - Bottom + 18}" text-anchor="middle">{count:N0}</text>"""
            );
        }
        Line(
            svg,
            $"""<text x="{Left}" y="14">what an order costs, times what it costs beside with {rows[0]:N0} sold</text>"""
        );
        Line(
            svg,
            $"""<text x="{Width / 2}" y="{Height - 8}" text-anchor="middle">tickets sold before</text></svg>"""
        );
        return svg.ToString();
    }

    private static double X(long[] rows, long count)
    {
        var (first, last) = (Math.Log10(rows[0]), Math.Log10(rows[^1]));
        var share = last > first ? (Math.Log10(count) - first) / (last - first) : 0.5;
        return Left + 40 + share * (Width - Left - 96);
    }

    private static double Y(double most, double cost) =>
        Height - Bottom - cost / most * (Height - Bottom - Top - 16);

    private static void Line(StringBuilder svg, string text) => svg.AppendLine(text);
}
