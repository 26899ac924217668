using Seatmate.Platform.Http;

namespace Seatmate.Events.Contracts;

/// <summary>What modules tell people of a team whose role is not enough.</summary>
public static class TeamRefusals
{
    public static Problem NotYourRole() => Problem.Forbidden("Your role in this team does not allow that");
}
