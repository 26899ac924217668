namespace Seatmate.Tests;

/// <summary>What people do after an event.</summary>
public static class Reviews
{
    public static Task<Answer> Review(this Person person, Evening evening, int stars, string? text = null) =>
        person.Post($"/events/{evening.Id}/reviews", new { stars, text });

    /// <summary>Lets an event begin so long ago, as far as the database knows.</summary>
    public static Task Begins(this Evening evening, string ago = "1 hour") =>
        evening.Server.Execute(
            $"UPDATE events.events SET starts_at = now() - interval '{ago}', ends_at = NULL WHERE id = $1",
            evening.Id
        );
}
