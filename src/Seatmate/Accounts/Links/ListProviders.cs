using Seatmate.Platform;

namespace Seatmate.Accounts.Links;

/// <summary>Somebody who vouches for people here; `key` is for addresses.</summary>
public sealed record ProviderSummary(string Key, string Name);

/// <summary>The configured providers, in the order of the sign-in page.</summary>
public static class ListProviders
{
    public static ProviderSummary[] Handle(Settings settings) =>
        [.. settings.Providers.Select(provider => new ProviderSummary(provider.Key, provider.Name))];
}
