using Npgsql;

namespace Seatmate.Platform.Database;

/// <summary>Reads DATABASE_URL: postgres://user:password@host:port/name?sslmode=require, or Npgsql's own key=value
/// form.</summary>
public static class DatabaseUrl
{
    public static string ToConnectionString(string url)
    {
        try
        {
            var builder = url.Contains("://", StringComparison.Ordinal)
                ? FromAddress(new Uri(url))
                : new NpgsqlConnectionStringBuilder(url);
            return builder.ConnectionString;
        }
        catch (Exception error) when (error is UriFormatException or ArgumentException or FormatException)
        {
            throw new StartRefusedException(
                "DATABASE_URL cannot be read; it should look like postgres://user:password@host:5432/seatmate."
            );
        }
    }

    private static NpgsqlConnectionStringBuilder FromAddress(Uri address)
    {
        if (address.Scheme is not ("postgres" or "postgresql") || address.Host.Length == 0)
            throw new FormatException(address.Scheme);
        var user = address.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port > 0 ? address.Port : 5432,
            Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')) is { Length: > 0 } name
                ? name
                : "seatmate",
            Username = Uri.UnescapeDataString(user[0]) is { Length: > 0 } userName ? userName : "postgres",
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };
        foreach (var (key, value) in Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address.Query))
            if (key == "sslmode")
                builder["SSL Mode"] = value.ToString().Replace("-", "", StringComparison.Ordinal); // verify-full
            else
                builder[key] = value.ToString();
        return builder;
    }
}
