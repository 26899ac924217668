using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace Seatmate.Platform.Http;

/// <summary>Lists refuse a query parameter that they do not know: a filter with a typing error would otherwise answer
/// everything.</summary>
public static class KnownQueries
{
    /// <summary>For the endpoints of a group that answer pages; the others are left alone.</summary>
    public static T RefuseUnknownQueries<T>(this T routes)
        where T : IEndpointConventionBuilder
    {
        routes.AddEndpointFilterFactory(
            (factory, next) =>
            {
                var parameters = factory.MethodInfo.GetParameters();
                if (!parameters.Any(parameter => parameter.ParameterType == typeof(PageRequest)))
                    return next;
                var known = parameters.SelectMany(Names).ToHashSet(StringComparer.Ordinal);
                return context =>
                    Unknown(context.HttpContext, known) is { } problem ? new(problem) : next(context);
            }
        );
        return routes;
    }

    private static IEnumerable<string> Names(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(PageRequest))
            return ["limit", "after"];
        if (parameter.GetCustomAttribute<AsParametersAttribute>() is null)
            return [parameter.GetCustomAttribute<FromQueryAttribute>()?.Name ?? parameter.Name!];
        return parameter
            .ParameterType.GetProperties()
            .Select(property => property.GetCustomAttribute<FromQueryAttribute>()?.Name ?? property.Name);
    }

    private static Problem? Unknown(HttpContext context, HashSet<string> known) =>
        context.Request.Query.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? Problem.Invalid(
                unknown.Length is > 0 and < 50 ? unknown : "query",
                "There is no such filter here."
            )
            : null;
}
