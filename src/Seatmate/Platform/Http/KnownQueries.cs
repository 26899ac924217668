using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace Seatmate.Platform.Http;

/// <summary>Lists refuse a query parameter that they do not know: a filter with a typing error would otherwise answer
/// everything.</summary>
public static class KnownQueries
{
    /// <summary>For the endpoints of a group that answer pages or are narrowed by a filter; the others are left
    /// alone.</summary>
    public static T RefuseUnknownQueries<T>(this T routes)
        where T : IEndpointConventionBuilder
    {
        routes.AddEndpointFilterFactory(
            (factory, next) =>
            {
                var known = Of(factory.MethodInfo);
                if (known.Count == 0)
                    return next;
                return context =>
                    Unknown(context.HttpContext, known) is { } problem ? new(problem) : next(context);
            }
        );
        return routes;
    }

    /// <summary>The parameters that a list knows; none for what is no list.</summary>
    public static IReadOnlySet<string> Of(MethodInfo handler)
    {
        var parameters = handler.GetParameters();
        return parameters.Any(IsOfList)
            ? parameters.SelectMany(Names).ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>(StringComparer.Ordinal);
    }

    private static bool IsOfList(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(PageRequest)
        || parameter.GetCustomAttribute<AsParametersAttribute>() is not null;

    private static IEnumerable<string> Names(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(PageRequest))
            return ["limit", "after"];
        if (parameter.GetCustomAttribute<AsParametersAttribute>() is null)
            return IsSaid(parameter.ParameterType)
                ? [parameter.GetCustomAttribute<FromQueryAttribute>()?.Name ?? parameter.Name!]
                : [];
        return parameter
            .ParameterType.GetProperties()
            .Select(property => property.GetCustomAttribute<FromQueryAttribute>()?.Name ?? property.Name);
    }

    /// <summary>A word or a number; anything else is no parameter of the address, but something the handler
    /// works with.</summary>
    private static bool IsSaid(Type type) =>
        type == typeof(string)
        || (Nullable.GetUnderlyingType(type) ?? type) is { IsPrimitive: true } or { IsEnum: true };

    /// <summary>What stands in the path is no filter.</summary>
    private static Problem? Unknown(HttpContext context, IReadOnlySet<string> known) =>
        context.Request.Query.Keys.FirstOrDefault(name =>
            !known.Contains(name) || context.Request.RouteValues.ContainsKey(name)
        )
            is { } unknown
            ? Problem.Invalid(
                unknown.Length is > 0 and < 50 ? unknown : "query",
                "There is no such filter here."
            )
            : null;
}
