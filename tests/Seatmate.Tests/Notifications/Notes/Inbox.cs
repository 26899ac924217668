namespace Seatmate.Tests.Notifications.Notes;

/// <summary>What a person finds among their notifications.</summary>
internal static class Inbox
{
    public const string Address = "/notifications/notes";

    public static async Task<List<string>> Titles(this Person person) =>
        [
            .. (await person.Get($"{Address}?limit=100"))
                .ShouldBe(200)
                .Rows.Select(row => row.GetProperty("title").GetString()!),
        ];

    public static Task ShouldBeTold(this Person person, string title) =>
        Eventually.ShouldBeTrue(
            async () => (await person.Titles()).Contains(title),
            $"{person.Name} is told: {title}"
        );

    public static async Task<int> Unread(this Person person) =>
        (await person.Get($"{Address}/unread")).ShouldBe(200)["unread"].GetInt32();
}
