namespace Seatmate.Accounts.Contracts;

/// <summary>What a module tells a person about themself: a file of the export with rows as JSON, by SQL that answers
/// one JSON value a row; $1 is the person's id. A table that knows people is named by one of these, or in
/// PersonalRowsTests with the reason why not.</summary>
public sealed record PersonalRows(string File, string Sql, params string[] Tables);

/// <summary>A file beside the rows, such as a picture.</summary>
public sealed record PersonalFile(string Name, byte[] Bytes);

/// <summary>A module that can give a person more than rows.</summary>
public interface IPersonalFiles
{
    IAsyncEnumerable<PersonalFile> Of(long userId, CancellationToken cancel);
}

public static class PersonalRowsServices
{
    public static void AddPersonalRows(this IServiceCollection services, params PersonalRows[] parts)
    {
        foreach (var part in parts)
            services.AddSingleton(part);
    }
}
