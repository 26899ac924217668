using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Platform.Http;

namespace Seatmate.Payments.Webhooks;

/// <summary>The address that providers call. Answers as soon as the message is stored; the same message again is
/// answered the same and has no second effect.</summary>
public static class ReceiveWebhook
{
    public const string SignatureHeader = "X-Seatmate-Signature";

    public static async Task<Results<Ok<Done>, Problem>> Handle(
        string provider,
        HttpContext context,
        Inbox inbox,
        CancellationToken cancel
    )
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(cancel);
        return await inbox.Receive(provider, body, context.Request.Headers[SignatureHeader], cancel)
            ? TypedResults.Ok(new Done("Received"))
            : Problem.Refused("bad-signature", "This message is not signed by a provider that is known here");
    }
}
