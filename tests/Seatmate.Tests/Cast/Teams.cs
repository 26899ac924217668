namespace Seatmate.Tests;

/// <summary>What people do in teams.</summary>
public static class Teams
{
    /// <summary>An organiser that this person founds; they own it.</summary>
    public static async Task<Answer> FoundTeam(this Person owner, string? name = null) =>
        (await owner.Post("/organisers", new { name = name ?? Plans.Word("Ensemble") })).ShouldBe(201);

    /// <summary>Takes a person into a team as if they had been asked and had said yes.</summary>
    public static Task TakeIn(this TestServer server, long organiserId, Person person, string role) =>
        server.Execute(
            "INSERT INTO events.organiser_members (organiser_id, user_id, role) VALUES ($1, $2, $3)",
            organiserId,
            person.Id,
            role
        );

    /// <summary>Asks a person by the name of their page.</summary>
    public static Task<Answer> Invite(this Person owner, Answer team, Person person, string role) =>
        owner.Post($"/organisers/{team.Id}/invitations", new { handle = person.Handle, role });

    /// <summary>Asks a person, who says yes.</summary>
    public static async Task Join(this Person person, Person owner, Answer team, string role)
    {
        var invitation = (await owner.Invite(team, person, role)).ShouldBe(201);
        (await person.Post($"/invitations/{invitation.Id}/acceptance")).ShouldBe(201);
    }
}
