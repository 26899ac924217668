using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;

namespace Seatmate.Platform.Http;

/// <summary>Which part of a list is asked for: `?limit=` and the opaque `?after=`, the keys of the last row
/// seen.</summary>
public sealed record PageRequest(int Limit, IReadOnlyList<string> After)
{
    /// <summary>The key of the last row seen, as a number; null on the first page.</summary>
    public long? AfterId => After.Count > 0 ? Number(0) : null;

    public long Number(int key) =>
        key < After.Count && QueryValues.TryNumber(After[key], out var number) ? number : throw Unreadable();

    public DateTimeOffset Instant(int key) =>
        Number(key) is var number
        && number >= Key(DateTimeOffset.MinValue)
        && number <= Key(DateTimeOffset.MaxValue)
            ? DateTimeOffset.UnixEpoch.AddTicks(number * TimeSpan.TicksPerMicrosecond)
            : throw Unreadable();

    /// <summary>The key for an instant in an `after`: its microseconds, as PostgreSQL keeps them.</summary>
    public static long Key(DateTimeOffset instant) =>
        (instant.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static ValueTask<PageRequest?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var limit = (long)Limits.PageSize;
        if (
            context.Request.Query["limit"] is { Count: > 0 } text
            && (!QueryValues.TryNumber(text, out limit) || limit is < 1 or > Limits.PageSizeMax)
        )
            throw new RefusedException(
                Problem.Invalid("limit", $"Must be a whole number from 1 to {Limits.PageSizeMax}.")
            );
        return ValueTask.FromResult<PageRequest?>(new((int)limit, Decode(context.Request.Query["after"])));
    }

    internal static string Encode(IEnumerable<object> keys) =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(
                string.Join('|', keys.Select(key => Convert.ToString(key, CultureInfo.InvariantCulture)))
            )
        );

    private static string[] Decode(string? after)
    {
        if (string.IsNullOrEmpty(after))
            return [];
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(after)).Split('|');
        }
        catch (FormatException)
        {
            throw Unreadable();
        }
    }

    private static RefusedException Unreadable() =>
        new(Problem.Invalid("after", "Take it from the Link header of the page before."));
}

/// <summary>One page of a list: a plain array, and a Link header to the next page when there is one. Give it up to
/// one row more than the limit (<see cref="PageRequest.Limit"/> + 1) and how a row's keys are read.</summary>
public sealed class Page<T>(IReadOnlyList<T> rows, PageRequest request, Func<T, object[]> keys)
    : IResult,
        IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var shown = rows.Count > request.Limit ? rows.Take(request.Limit).ToList() : rows;
        if (rows.Count > request.Limit)
        {
            var query = httpContext
                .Request.Query.Where(pair => pair.Key != "after")
                .Append(new("after", PageRequest.Encode(keys(shown[^1]))));
            var address = QueryHelpers.AddQueryString(httpContext.Request.Path.ToUriComponent(), query);
            httpContext.Response.Headers.Link = $"<{address}>; rel=\"next\"";
        }
        return httpContext.Response.WriteAsJsonAsync(shown, JsonShape.Options);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(200, typeof(T[]), ["application/json"]));
}
