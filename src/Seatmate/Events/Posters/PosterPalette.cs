namespace Seatmate.Events.Posters;

/// <summary>Colours that go together. Ink on ground always has a contrast of 7 to 1 or more; the accents are for
/// shapes only.</summary>
public sealed record PosterPalette(string Name, string Ground, string Ink, params string[] Accents)
{
    public static readonly IReadOnlyList<PosterPalette> All =
    [
        new("harbour at night", "#14213d", "#fdf6e3", "#fca311", "#e9dfc7", "#3a6ea5"),
        new("two inks", "#f4efe6", "#1b1b3a", "#ff5a5f", "#3454d1", "#f7b538"),
        new("forest", "#0b3d2e", "#f3f7f0", "#f2c14e", "#5fad56", "#e86a33"),
        new("plum", "#2d1e2f", "#f9f5ff", "#f15bb5", "#9b5de5", "#fee440"),
        new("terracotta", "#fbe9d7", "#3b1f2b", "#d1495b", "#edae49", "#00798c"),
        new("ice", "#e8f1f2", "#13293d", "#006494", "#1b98e0", "#ff6b35"),
        new("ember", "#1a1110", "#fff3e6", "#ff4d00", "#ffb700", "#a4243b"),
        new("mint", "#ddf3e4", "#10312b", "#2a9d8f", "#f4a261", "#e76f51"),
        new("newsprint", "#111111", "#fafafa", "#ff3b3f", "#caebf2", "#8d99ae"),
        new("lilac", "#efe6fd", "#241b4b", "#6c4ab6", "#ff8fb1", "#ffc93c"),
        new("lemon", "#ffe66d", "#22223b", "#ff6b6b", "#4ecdc4", "#1a535c"),
        new("deep sea", "#03263a", "#e6f9ff", "#00b4d8", "#90e0ef", "#ff9f1c"),
    ];
}
