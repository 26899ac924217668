using Seatmate.Accounts.SecondSteps;

namespace Seatmate.Tests.Accounts.SecondSteps;

/// <summary>An authenticator app that a person has put their secret into. Each code is of a step of its own, since each
/// counts once: the clock of the server is not waited for, the step it remembers is put back.</summary>
internal sealed class App(Person person, byte[] secret, string[] recoveryCodes)
{
    private const string Signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public string[] RecoveryCodes { get; } = recoveryCodes;

    public static string CodeOf(string secretText) => Totp.Code(Bytes(secretText), Now());

    public static async Task<App> TurnOn(Person person)
    {
        var secret = (await person.Post("/auth/second-step")).ShouldBe(200).Text("secret")!;
        var shown = (await person.Post("/auth/second-step/confirm", new { code = CodeOf(secret) })).ShouldBe(
            200
        );
        return new(
            person,
            Bytes(secret),
            [.. shown["recovery_codes"].EnumerateArray().Select(c => c.GetString()!)]
        );
    }

    /// <summary>A code that was not used yet.</summary>
    public async Task<string> FreshCode()
    {
        await person.Server.Execute(
            "UPDATE accounts.second_steps SET last_step = 0 WHERE user_id = $1",
            person.Id
        );
        return Totp.Code(secret, Now());
    }

    private static long Now() => Totp.StepOf(TimeProvider.System.GetUtcNow());

    private static byte[] Bytes(string text)
    {
        var bits = string.Concat(
            text.Select(sign =>
                Convert.ToString(Signs.IndexOf(sign, StringComparison.Ordinal), 2).PadLeft(5, '0')
            )
        );
        return
        [
            .. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)),
        ];
    }
}
