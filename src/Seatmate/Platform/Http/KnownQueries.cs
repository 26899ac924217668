using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace Seatmate.Platform.Http;

/// <summary>Lists refuse a query parameter that they do not know: a filter with a typing error would otherwise answer
/// everything. So would a number that is none, which the framework takes for one that was not given.</summary>
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
                var known = TypesOf(factory.MethodInfo);
                if (known.Count == 0)
                    return next;
                return context =>
                    Refusal(context.HttpContext.Request, known) is { } problem ? new(problem) : next(context);
            }
        );
        return routes;
    }

    /// <summary>The parameters that a list knows; none for what is no list.</summary>
    public static IReadOnlySet<string> Of(MethodInfo handler) =>
        TypesOf(handler).Keys.ToHashSet(StringComparer.Ordinal);

    private static Dictionary<string, Type> TypesOf(MethodInfo handler)
    {
        var parameters = handler.GetParameters();
        return parameters.Any(IsOfList)
            ? parameters.SelectMany(Known).ToDictionary(StringComparer.Ordinal)
            : [];
    }

    private static bool IsOfList(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(PageRequest)
        || parameter.GetCustomAttribute<AsParametersAttribute>() is not null;

    private static IEnumerable<(string Name, Type Type)> Known(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(PageRequest))
            return [("limit", typeof(string)), ("after", typeof(string))];
        if (parameter.GetCustomAttribute<AsParametersAttribute>() is null)
            return IsSaid(parameter.ParameterType)
                ? [(NameOf(parameter) ?? parameter.Name!, Given(parameter.ParameterType))]
                : [];
        return parameter
            .ParameterType.GetProperties()
            .Select(property => (NameOf(property) ?? property.Name, Given(property.PropertyType)));
    }

    private static string? NameOf(ICustomAttributeProvider parameter) =>
        parameter.GetCustomAttributes(typeof(FromQueryAttribute), inherit: false) is [FromQueryAttribute said]
            ? said.Name
            : null;

    /// <summary>A word or a number; anything else is no parameter of the address, but something the handler
    /// works with.</summary>
    private static bool IsSaid(Type type) =>
        type == typeof(string) || Given(type) is { IsPrimitive: true } or { IsEnum: true };

    private static Type Given(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static Problem? Refusal(HttpRequest request, Dictionary<string, Type> known) =>
        request
            .Query.Select(query => Refusal(request, query.Key, query.Value.ToString(), known))
            .FirstOrDefault(problem => problem is not null);

    /// <summary>What stands in the path is no filter.</summary>
    private static Problem? Refusal(
        HttpRequest request,
        string name,
        string value,
        Dictionary<string, Type> known
    )
    {
        if (!known.TryGetValue(name, out var type) || request.RouteValues.ContainsKey(name))
            return Problem.Invalid(
                name.Length is > 0 and < 50 ? name : "query",
                "There is no such filter here."
            );
        if (type == typeof(bool) && !QueryValues.IsTruth(value))
            return Problem.Invalid(name, "This is true or false.");
        if (type == typeof(long) && !QueryValues.TryNumber(value, out _))
            return Problem.Invalid(name, "This is a number.");
        return null;
    }
}
