using System.Reflection;
using System.Text;
using Seatmate.Platform.Http;

namespace Seatmate.Platform.Ready;

/// <summary>Marks an address whose answer is kept in memory, and says under which name.</summary>
public sealed class ReadyRoute(IReadOnlySet<string> queries, IReadOnlySet<string> personal)
{
    private const int KeyLengthMax = 1000;

    /// <summary>False where the path says all.</summary>
    public bool KnowsQueries => queries.Count > 0;

    /// <summary>Path and known parameters, in one order, both escaped, so that no path reads like another one's
    /// parameters; null when the request must go the ordinary way: it asks for something of its own, or will be refused
    /// for a parameter that is not known.</summary>
    public string? KeyOf(HttpRequest request)
    {
        var path = request.Path.ToUriComponent();
        if (path is [_, .., '/'])
            path = path[..^1];
        if (!KnowsQueries || request.Query.Count == 0)
            return path.Length <= KeyLengthMax ? path : null;
        var key = new StringBuilder(path);
        foreach (var (name, values) in request.Query.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!queries.Contains(name) || personal.Contains(name))
                return null;
            foreach (var value in values)
                key.Append('?').Append(name).Append('=').Append(Uri.EscapeDataString(value ?? ""));
        }
        return key.Length <= KeyLengthMax ? key.ToString() : null;
    }
}

/// <summary>Marks an address that changes what ready answers show.</summary>
public sealed class ChangesReadyAnswers;

/// <summary>Words for the modules' tables of routes.</summary>
public static class ReadyRoutes
{
    /// <summary>Its answer is kept as bytes for up to a second and given to everybody it is for. Asked with one of the
    /// <paramref name="personal"/> parameters it is made anew.</summary>
    public static RouteHandlerBuilder Ready(this RouteHandlerBuilder route, params string[] personal)
    {
        route.Finally(endpoint =>
        {
            var handler = endpoint.Metadata.OfType<MethodInfo>().First();
            endpoint.Metadata.Add(
                new ReadyRoute(KnownQueries.Of(handler), personal.ToHashSet(StringComparer.Ordinal))
            );
        });
        return route;
    }

    /// <summary>Whoever asks this process after it was answered gets no answer from before.</summary>
    public static T ChangesReady<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(new ChangesReadyAnswers());
}
