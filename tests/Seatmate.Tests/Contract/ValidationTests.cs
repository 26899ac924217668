using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Validation;

namespace Seatmate.Tests.Contract;

/// <summary>The validation of a request is generated code; what the generator does not see is silently not
/// validated.</summary>
public sealed class ValidationTests
{
    [Fact]
    public void The_rules_of_every_request_are_applied()
    {
        var services = TestServer.Shared.Services;
        var validation = services.GetRequiredService<IOptions<ValidationOptions>>().Value;
        var bodies = services
            .GetRequiredService<EndpointDataSource>()
            .Endpoints.SelectMany(endpoint => endpoint.Metadata.OfType<IAcceptsMetadata>())
            .Select(accepts => accepts.RequestType)
            .OfType<Type>()
            .Distinct()
            .Where(HasRules)
            .ToList();
        bodies.Count.ShouldBeGreaterThan(3);

        var ignored = bodies.Where(body => !validation.TryGetValidatableTypeInfo(body, out _)).ToList();

        ignored.ShouldBeEmpty(
            "These requests are not validated: mark them with [ValidatableType], and make them public."
        );
    }

    private static bool HasRules(Type type) =>
        type.GetProperties().Any(property => property.GetCustomAttributes<ValidationAttribute>().Any());
}
