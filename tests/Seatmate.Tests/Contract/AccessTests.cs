namespace Seatmate.Tests.Contract;

public sealed class AccessTests
{
    /// <summary>What anyone may do without a token, and why. Everything else answers 401.</summary>
    private static readonly Dictionary<string, string> Public = new(StringComparer.Ordinal)
    {
        ["RegisterUser"] = "how one becomes somebody",
        ["SignIn"] = "how one gets a token",
        ["OpenSession"] = "how a browser gets its cookie",
        ["AskSignInCode"] = "how one signs in without a password",
        ["SignInByCode"] = "the mailed code is the proof",
        ["OpenSessionByCode"] = "the mailed code is the proof",
        ["AskPasswordReset"] = "how one comes back without a password",
        ["ResetPassword"] = "the mailed token is the proof",
        ["ConfirmEmail"] = "the mailed token is the proof",
        ["ListConsentTexts"] = "read before one signs up",
        ["ListProviders"] = "shown on the sign-in page",
        ["StartProviderSignIn"] = "how one gets a session",
        ["FinishVisit"] = "the provider's answer is the proof",
        ["TakeSecondStep"] = "the ticket and the code are the proof",
        ["OpenSessionBySecondStep"] = "the ticket and the code are the proof",
        ["StartPasskeySignIn"] = "how one signs in by a passkey",
        ["SignInByPasskey"] = "the passkey is the proof",
        ["OpenSessionByPasskey"] = "the passkey is the proof",
        ["ShowLiveness"] = "asked by whoever keeps the server running",
        ["ShowReadiness"] = "asked by whoever keeps the server running",
        ["ListEvents"] = "events are public",
        ["SearchEvents"] = "events are public",
        ["ShowEvent"] = "events are public; drafts are not found by strangers",
        ["ShowEventBySlug"] = "events are public; drafts are not found by strangers",
        ["ShowAvailability"] = "what is left of a public event",
        ["ShowVoucher"] = "what a code is good for, which whoever has it may use",
        ["HoldPlaces"] = "guests hold too",
        ["ShowHold"] = "a guest's token is the proof",
        ["ChangeHold"] = "a guest's token is the proof",
        ["ExtendHold"] = "a guest's token is the proof",
        ["ReleaseHold"] = "a guest's token is the proof",
        ["PlaceOrder"] = "a guest's token is the proof",
        ["ShowOrder"] = "a guest's token is the proof",
        ["ShowTicketQr"] = "a guest's token is the proof",
        ["ShowPoster"] = "a picture on a public page",
        ["ListReviews"] = "as public as their event",
        ["ShowReview"] = "as public as its event",
        ["ListVenues"] = "venues are public",
        ["SearchVenues"] = "venues are public",
        ["ShowVenue"] = "venues are public",
        ["ShowVenueBySlug"] = "venues are public",
        ["ShowSandboxPayment"] = "the payment's reference is the secret, as at a real provider",
        ["ChooseSandboxOutcome"] = "the payment's reference is the secret, as at a real provider",
        ["ListDevelopmentMails"] = "there only where nobody but the developer can ask",
        ["ShowDevelopmentMail"] = "there only where nobody but the developer can ask",
        ["ShowSubscription"] = "the link's signature is the proof",
        ["Unsubscribe"] = "the link's signature is the proof",
        ["ReceiveWebhook"] = "the provider's signature is the proof",
    };

    [Fact]
    public async Task Without_a_living_token_everything_answers_401_but_what_is_listed_as_public()
    {
        var faults = new Faults();
        var tokens = await ForgedTokens.All();
        foreach (var operation in (await Operation.All()).Where(IsPrivate))
        {
            var address = operation.Address(Any);
            await CheckRefused(faults, operation, "no token", TestServer.Shared.Anyone, address);
            await CheckRefused(faults, operation, "no token", TestServer.Shared.Anyone, address + "/");
            foreach (var (name, token) in tokens)
                await CheckRefused(faults, operation, name, new Client(TestServer.Shared, token), address);
        }

        faults.ShouldBeNone(checksMin: 100);
    }

    [Fact]
    public async Task The_document_says_which_operations_need_a_token()
    {
        var faults = new Faults();
        foreach (var operation in await Operation.All())
            faults.Check($"{operation}", () => operation.AsksForToken.ShouldBe(IsPrivate(operation)));

        faults.ShouldBeNone(checksMin: 10);
    }

    [Fact]
    public async Task What_is_listed_as_public_is_there() =>
        Public
            .Keys.Except((await Operation.All()).Select(operation => operation.Id), StringComparer.Ordinal)
            .ShouldBeEmpty("take what is gone from the list");

    private static bool IsPrivate(Operation operation) => !Public.ContainsKey(operation.Id ?? "");

    private static async Task CheckRefused(
        Faults faults,
        Operation operation,
        string token,
        Client client,
        string address
    )
    {
        var answer = await client.Send(operation.Method, address);
        faults.Check(
            $"{operation} with {token}",
            () => answer.ShouldFail(401, "sign-in-needed", "Missing or invalid token")
        );
    }

    private static string Any(string parameter) => "1";
}
