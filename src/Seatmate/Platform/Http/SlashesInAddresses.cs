namespace Seatmate.Platform.Http;

/// <summary>A slash that stands in a word of an address, as %2F, reaches the endpoint as a slash, like every other
/// sign. The server leaves it written so in the path, where it would part the word in two; so nobody can ask for a
/// word with the three signs %2F in it.</summary>
public static class SlashesInAddresses
{
    private const string Slash = "%2F";

    public static void UseSlashesInAddresses(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (Has(context.Request.Path.Value))
                    Read(context.Request.RouteValues);
                return next(context);
            }
        );

    private static void Read(RouteValueDictionary words)
    {
        foreach (var (name, value) in words.ToList())
            if (value is string word && Has(word))
                words[name] = word.Replace(Slash, "/", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Has(string? text) =>
        text?.Contains(Slash, StringComparison.OrdinalIgnoreCase) == true;
}
