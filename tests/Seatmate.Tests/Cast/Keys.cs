namespace Seatmate.Tests;

/// <summary>What people do with keys.</summary>
public static class Keys
{
    public static Task<Answer> MakeKey(this Person who, string[] scopes, long? organiser = null) =>
        who.Post(
            "/keys",
            new
            {
                name = "For a program",
                scopes,
                organiser_id = organiser,
            }
        );

    /// <summary>A program with a key of this person's.</summary>
    public static async Task<Client> Key(this Person who, params string[] scopes) =>
        new(who.Server, (await who.MakeKey(scopes)).ShouldBe(201).Text("token"));

    /// <summary>A program with a key for one organiser.</summary>
    public static async Task<Client> KeyOf(this Person who, long organiser, params string[] scopes) =>
        new(who.Server, (await who.MakeKey(scopes, organiser)).ShouldBe(201).Text("token"));
}
