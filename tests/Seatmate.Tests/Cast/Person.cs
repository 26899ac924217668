namespace Seatmate.Tests;

/// <summary>A signed-in person of the cast, as somebody who can ask the server.</summary>
public sealed class Person(
    TestServer server,
    long id,
    string name,
    string email,
    Guid sessionId,
    string token
) : Client(server, token)
{
    public long Id { get; } = id;
    public string Name { get; } = name;
    public string Email { get; } = email;

    /// <summary>The name of their page.</summary>
    public string Handle => Email.Split('@')[0];

    public Guid SessionId { get; } = sessionId;

    /// <summary>The same person at the door of another server.</summary>
    public Person At(TestServer other) => new(other, Id, Name, Email, SessionId, Token!);
}
