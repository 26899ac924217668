using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Seatmate.Platform.Database;

/// <summary>How a module maps its entities; each module has one, named …Tables.</summary>
public interface IModuleTables
{
    void Map(ModelBuilder model);
}

/// <summary>The one database. Modules add their sets as extension properties (`db.Users`) beside their mapping.
/// Columns are the snake_case of the property; tables and constraints are named in the mapping and the
/// migrations.</summary>
public sealed class SeatmateDb(DbContextOptions<SeatmateDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var tables in Assembly.GetExecutingAssembly().GetTypes().Where(IsTables))
            ((IModuleTables)Activator.CreateInstance(tables)!).Map(modelBuilder);
        foreach (
            var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
        )
        {
            property.SetColumnName(SnakeCase(property.Name));
            if (property.ClrType.IsEnum)
                property.SetValueConverter(
                    typeof(SnakeCaseEnumConverter<>).MakeGenericType(property.ClrType)
                );
        }
    }

    /// <summary>Runs <paramref name="work"/> in one transaction; inside another one, as a part of it that is undone
    /// alone. Saves what is tracked before it commits. Everything is undone when it throws, or when <paramref
    /// name="keep"/> says that its result is a refusal.</summary>
    public async Task<T> InTransaction<T>(
        Func<Task<T>> work,
        CancellationToken cancel,
        Func<T, bool>? keep = null
    )
    {
        if (Database.CurrentTransaction is { } outer)
            return await InSavepoint(outer, work, keep, cancel);
        await using var transaction = await Database.BeginTransactionAsync(cancel);
        var result = await work();
        if (keep?.Invoke(result) == false)
        {
            ChangeTracker.Clear();
            return result;
        }
        await SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return result;
    }

    private async Task<T> InSavepoint<T>(
        IDbContextTransaction outer,
        Func<Task<T>> work,
        Func<T, bool>? keep,
        CancellationToken cancel
    )
    {
        const string name = "part";
        await outer.CreateSavepointAsync(name, cancel);
        try
        {
            var result = await work();
            if (keep?.Invoke(result) == false)
            {
                await Undo(outer, name);
                return result;
            }
            await SaveChangesAsync(cancel);
            await outer.ReleaseSavepointAsync(name, cancel);
            return result;
        }
        catch
        {
            await Undo(outer, name);
            throw;
        }
    }

    // A savepoint outlives going back to it: left there, it would stand in the way of the one around it, of the same
    // name.
    private async Task Undo(IDbContextTransaction outer, string savepoint)
    {
        await outer.RollbackToSavepointAsync(savepoint, CancellationToken.None);
        await outer.ReleaseSavepointAsync(savepoint, CancellationToken.None);
        ChangeTracker.Clear();
    }

    private static bool IsTables(Type type) =>
        type is { IsClass: true } && type.IsAssignableTo(typeof(IModuleTables));

    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
