namespace Seatmate.Tests.Accounts.Passkeys;

internal static class PasskeyAccess
{
    public static async Task<Answer> Add(Person person, SoftKey key, string name = "Laptop") =>
        await person.Post("/auth/passkeys", await Wish(person, key, name));

    /// <summary>What a device answers to the question for a new one.</summary>
    public static async Task<object> Wish(Person person, SoftKey key, string name = "Laptop")
    {
        var asked = (await person.Post("/auth/passkeys/start")).ShouldBe(200);
        return new
        {
            question_id = asked["question_id"].GetGuid(),
            credential_json = key.Make(asked.Text("options_json")!),
            name,
        };
    }

    public static async Task<Answer> SignIn(TestServer server, SoftKey key, long userId, string how = "login")
    {
        var asked = (await server.Anyone.Post("/auth/passkey/start")).ShouldBe(200);
        return await Answer(
            server,
            asked["question_id"].GetGuid(),
            key.Sign(asked.Text("options_json")!, userId),
            how
        );
    }

    public static Task<Answer> Answer(
        TestServer server,
        Guid question,
        string credential,
        string how = "login"
    ) =>
        server.Anyone.Post(
            $"/auth/passkey/{how}",
            new { question_id = question, credential_json = credential }
        );
}
