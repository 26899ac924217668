using Microsoft.Extensions.DependencyInjection;
using Seatmate.Accounts.Sessions;
using Seatmate.Accounts.Users;

namespace Seatmate.Tests;

/// <summary>The people of all tests: Ada organises, Ben buys, Cleo is the stranger, Dov works the door, Eve and Finn
/// are Ben's friends. Each call makes a new person of that name, so that tests never meet.</summary>
public static class Cast
{
    /// <summary>Everybody's password.</summary>
    public const string Password = "Abc12345";

    private static readonly string Run = Guid.NewGuid().ToString("N")[..6];
    private static int people;
    private static string? passwordHash;

    public static Task<Person> Ada(TestServer? on = null) => Somebody("Ada Ferrante", on);

    public static Task<Person> Ben(TestServer? on = null) => Somebody("Ben Okafor", on);

    public static Task<Person> Cleo(TestServer? on = null) => Somebody("Cleo Strand", on);

    public static Task<Person> Dov(TestServer? on = null) => Somebody("Dov Levi", on);

    public static Task<Person> Eve(TestServer? on = null) => Somebody("Eve Lindqvist", on);

    public static Task<Person> Finn(TestServer? on = null) => Somebody("Finn Lindqvist", on);

    public static async Task<Person> Admin(TestServer? on = null) =>
        (await Crowd(1, on, "Iris Admin", "admin"))[0];

    public static async Task<Person> Somebody(string name, TestServer? on = null) =>
        (await Crowd(1, on, name))[0];

    /// <summary>Many people at once, with one statement: fast enough for hundreds.</summary>
    public static async Task<Person[]> Crowd(
        int count,
        TestServer? on = null,
        string name = "Someone Else",
        string role = "user"
    )
    {
        var server = on ?? TestServer.Shared;
        var tokens = server.Services.GetRequiredService<AccessTokens>();
        var first = Interlocked.Add(ref people, count) - count;
        var handles = Enumerable.Range(first, count).Select(number => Handle(name, number)).ToArray();
        var ids = await server.Ask<long[]>(InsertUsers, name, handles, await PasswordHash(server), role);
        var sessions = await server.Ask<Guid[]>(InsertSessions, ids);
        var expiresAt = TimeProvider.System.GetUtcNow() + Session.Lifetime;
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Person(
                    server,
                    ids[i],
                    name,
                    EmailOf(handles[i]),
                    sessions[i],
                    tokens.Issue(ids[i], role, sessions[i], expiresAt)
                )),
        ];
    }

    /// <summary>An e-mail address that nobody has yet.</summary>
    public static string NewEmail(string name = "new") =>
        EmailOf(Handle(name, Interlocked.Increment(ref people) - 1));

    private static string EmailOf(string handle) => $"{handle}@seatmate.example";

    private static string Handle(string name, int number) =>
        $"{name.Split(' ')[0].ToLowerInvariant()}-{Run}-{number}";

    private static async Task<string> PasswordHash(TestServer server) =>
        passwordHash ??= await server
            .Services.GetRequiredService<PasswordHasher>()
            .Hash(Password, CancellationToken.None);

    private const string InsertUsers = """
        WITH made AS (
            INSERT INTO accounts.users (name, user_name, handle, email, password_hash, role)
            SELECT $1, handle, handle, handle || '@seatmate.example', $3, $4 FROM unnest($2::text[]) AS handle
            RETURNING id
        )
        SELECT array_agg(id ORDER BY id) FROM made
        """;

    private const string InsertSessions = """
        WITH made AS (
            INSERT INTO accounts.sessions (user_id, expires_at)
            SELECT user_id, now() + interval '24 hours' FROM unnest($1::bigint[]) AS user_id
            RETURNING id, user_id
        )
        SELECT array_agg(id ORDER BY user_id) FROM made
        """;
}
