using Microsoft.EntityFrameworkCore;

namespace Seatmate.Platform.Database;

/// <summary>Functions of the database for use inside queries.</summary>
public sealed class SearchFunctions : IModuleTables
{
    /// <summary>platform.search_text: lower case without accents.</summary>
    public static string Text(string value) =>
        throw new InvalidOperationException("Only the database knows this function.");

    public void Map(ModelBuilder model) =>
        model
            .HasDbFunction(typeof(SearchFunctions).GetMethod(nameof(Text))!)
            .HasName("search_text")
            .HasSchema("platform");
}
