using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace Seatmate.Tests.Notifications.Mails;

/// <summary>A real mail server with a mailbox, in a process of its own (tests/browser/stage/mailServer.mjs): it refuses
/// one recipient of so many the first time, takes its time for each mail, and reads what it gets as a mail
/// program does.</summary>
internal sealed class Mailbox : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient http = new();
    private readonly string[] ports;
    private readonly MailLogin? login;

    private Mailbox(Process process, string[] ports, MailLogin? login)
    {
        this.process = process;
        this.ports = ports;
        this.login = login;
    }

    public Uri Url => new($"smtp://{(login is null ? "127.0.0.1" : $"{login.Pair}@localhost")}:{ports[0]}");

    public static async Task<Mailbox> Open(int refusedOf = 0, int thinksForMs = 0, MailLogin? login = null)
    {
        var start = new ProcessStartInfo("node", ["stage/mailServer.mjs", $"{refusedOf}", $"{thinksForMs}"])
        {
            WorkingDirectory = Path.Combine(Source.Root, "tests/browser"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        if (login is not null)
        {
            start.Environment["MAILBOX_LOGIN"] = login.Pair;
            start.Environment["MAILBOX_KEY"] = login.Key;
            start.Environment["MAILBOX_CERTIFICATE"] = login.Certificate;
        }
        var started = Process.Start(start)!;
        var line = await started.StandardOutput.ReadLineAsync();
        return line?.Split(' ') is [_, _] ports
            ? new(started, ports, login)
            : throw new InvalidOperationException("The mailbox does not open: is npm ci done?");
    }

    public async Task<Contents> Look(string id = "") =>
        (
            await http.GetFromJsonAsync<Contents>(
                $"http://127.0.0.1:{ports[1]}/?id={Uri.EscapeDataString(id)}",
                TestContext.Current.CancellationToken
            )
        )!;

    public Task ShouldHold(int mails, TimeSpan within) =>
        Eventually.ShouldBeTrue(
            async () => (await Look()).Distinct >= mails,
            $"the mailbox holds {mails.ToString(CultureInfo.InvariantCulture)} mails",
            within
        );

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.Dispose();
        http.Dispose();
    }

    /// <summary>How many came, how many of them are different, how many had both parts, how many recipients were
    /// refused, how many came from the user behind TLS, and the one that was asked for: when it came (milliseconds, 0
    /// for not yet), and what a mail program shows of it.</summary>
    internal sealed record Contents(
        [property: JsonPropertyName("letters")] int Letters,
        [property: JsonPropertyName("distinct")] int Distinct,
        [property: JsonPropertyName("parts")] int Parts,
        [property: JsonPropertyName("refused")] int Refused,
        [property: JsonPropertyName("signedIn")] int SignedIn,
        [property: JsonPropertyName("at")] long At,
        [property: JsonPropertyName("letter")] Letter? Letter
    );

    internal sealed record Letter(
        [property: JsonPropertyName("to")] string To,
        [property: JsonPropertyName("subject")] string Subject,
        [property: JsonPropertyName("files")] IReadOnlyList<File> Files
    );

    internal sealed record File(
        [property: JsonPropertyName("name")] string Name,
        [property: JsonPropertyName("type")] string Type,
        [property: JsonPropertyName("bytes")] byte[] Bytes
    );
}
