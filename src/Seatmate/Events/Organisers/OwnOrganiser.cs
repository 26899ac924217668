using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Events.Organisers;

/// <summary>A person's own organiser, made when they first need one, and again when others have taken over the one
/// that they had: it is theirs as long as they own it. Two first events at once agree on one: the second to insert
/// waits for the first at organisers_one_of_ones_own, then finds its row.</summary>
public sealed class OwnOrganiser(SeatmateDb db, IPeople people)
{
    /// <summary>The id of it, within the caller's transaction.</summary>
    public async Task<long> IdFor(long userId, CancellationToken cancel)
    {
        if (await Find(userId, cancel) is { } id)
            return id;
        var person = (await people.Summaries([userId], cancel))[userId];
        try
        {
            return await db.WithSlug(
                EventsTables.OrganiserSlugTakenOnce,
                attempt => Make(person, attempt, cancel),
                cancel
            );
        }
        catch (DbUpdateException error) when (error.BrokenConstraint() == EventsTables.OneOrganiserOfOnesOwn)
        {
            return (await Find(userId, cancel))!.Value;
        }
    }

    private Task<long?> Find(long userId, CancellationToken cancel) =>
        db
            .Organisers.Where(organiser =>
                organiser.CreatedBy == userId
                && organiser.Own
                && organiser.Members.Any(member => member.UserId == userId && member.Role == TeamRole.Owner)
            )
            .Select(organiser => (long?)organiser.Id)
            .SingleOrDefaultAsync(cancel);

    private async Task<long> Make(UserSummary person, int attempt, CancellationToken cancel)
    {
        if (await db.Organisers.AnyAsync(other => other.CreatedBy == person.Id && other.Own, cancel))
            await GiveUp(person.Id, cancel);
        var organiser = new Organiser
        {
            Name = person.Name,
            Slug = Slug.From(person.Handle, "organiser", attempt),
            CreatedBy = person.Id,
            Own = true,
            Members =
            {
                new() { UserId = person.Id, Role = TeamRole.Owner },
            },
        };
        db.Organisers.Add(organiser);
        await db.SaveChangesAsync(cancel);
        db.Note(person.Id, CreateOrganiser.Made, $"organiser:{organiser.Id}", null, organiser.Id);
        return organiser.Id;
    }

    /// <summary>What others own now goes on without its founder, as it does when their account is gone.</summary>
    private async Task GiveUp(long userId, CancellationToken cancel)
    {
        await db.LockPerson(userId, cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE events.organisers SET created_by = NULL
            WHERE created_by = {userId} AND own AND NOT EXISTS (
                SELECT FROM events.organiser_members
                WHERE organiser_id = organisers.id AND user_id = {userId} AND role = 'owner')
            """,
            cancel
        );
    }
}
