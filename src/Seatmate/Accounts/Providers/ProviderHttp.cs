using System.Net.Http.Headers;
using System.Text.Json;
using Seatmate.Platform;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Providers;

/// <summary>Asks a provider for JSON. What is down, what refuses and what makes no sense are told apart; nothing of an
/// answer is logged, since it may hold a token.</summary>
public sealed class ProviderHttp(Settings settings) : IDisposable
{
    private readonly HttpClient http = OutgoingHttp.Client(
        settings.Providers.SelectMany(provider => new[] { provider.Home, provider.Api })
    );

    public Task<JsonElement> Get(
        Provider provider,
        string address,
        string? accessToken,
        CancellationToken cancel
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (accessToken is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return Ask(provider, request, cancel);
    }

    /// <summary>Redeems a code for tokens; a client shows its secret in the body or, as `Basic`, in the
    /// header.</summary>
    public async Task<JsonElement> Redeem(
        Provider provider,
        string address,
        Passage passage,
        string code,
        bool basic,
        CancellationToken cancel
    )
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = passage.ReturnTo.AbsoluteUri,
            ["code_verifier"] = passage.CodeVerifier,
            ["client_id"] = provider.ClientId,
        };
        var request = new HttpRequestMessage(HttpMethod.Post, address);
        if (basic)
            request.Headers.Authorization = new("Basic", Basic(provider));
        else
            form["client_secret"] = provider.ClientSecret;
        request.Content = new FormUrlEncodedContent(form);
        var answer = await Ask(provider, request, cancel);
        return answer.Text("access_token") is null
            ? throw new RefusedException(ProviderProblems.CodeRefused(provider))
            : answer;
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> Ask(
        Provider provider,
        HttpRequestMessage request,
        CancellationToken cancel
    )
    {
        request.Headers.Accept.Add(new("application/json"));
        request.Headers.UserAgent.Add(new("Seatmate", "1"));
        try
        {
            using var _ = request;
            using var response = await http.SendAsync(request, cancel);
            if ((int)response.StatusCode is >= 500 or 429)
                throw new RefusedException(ProviderProblems.Down(provider));
            if (!response.IsSuccessStatusCode)
                throw new RefusedException(ProviderProblems.CodeRefused(provider));
            var bytes = await response.Content.ReadAsByteArrayAsync(cancel);
            return JsonDocument.Parse(bytes).RootElement;
        }
        catch (Exception error) when (error is HttpRequestException or UriFormatException)
        {
            throw new RefusedException(ProviderProblems.Down(provider));
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new RefusedException(ProviderProblems.Down(provider));
        }
        catch (JsonException)
        {
            throw new RefusedException(ProviderProblems.NotTrusted(provider));
        }
    }

    private static string Basic(Provider provider) =>
        Convert.ToBase64String(
            System.Text.Encoding.UTF8.GetBytes(
                $"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(provider.ClientSecret)}"
            )
        );
}

public static class JsonReading
{
    /// <summary>The text of a field; null when there is none, or another thing.</summary>
    public static string? Text(this JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(field, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>The elements of a list in a field; none when there is no list.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(field, out var value)
        && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : [];
}
