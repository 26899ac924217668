using System.ComponentModel.DataAnnotations;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Validation;
using Seatmate.Ticketing.Holds;
using Seatmate.Ticketing.Orders;

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
            .Endpoints.Where(endpoint => !IsByHand(endpoint))
            .SelectMany(endpoint => endpoint.Metadata.OfType<IAcceptsMetadata>())
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

    private static readonly (
        Type Request,
        string Field,
        string Method,
        string Address,
        object Body
    )[] Broken =
    [
        (
            typeof(BookEventRequest),
            "seat_section",
            "POST",
            "/events/{event}/attending",
            new { seat_section = Long(81) }
        ),
        (typeof(HoldPlacesRequest), "event_id", "POST", "/holds", new { }),
        (typeof(HoldPlacesRequest), "voucher", "POST", "/holds", new { event_id = 1, voucher = Long(41) }),
        (
            typeof(HoldPlacesRequest),
            "lines[1].section",
            "POST",
            "/holds",
            Lines(null, new { section = Long(81) })
        ),
        (typeof(ChangeHoldRequest), "voucher", "PATCH", "/holds/{hold}", new { voucher = " " }),
        (
            typeof(ChangeHoldRequest),
            "lines[0].section",
            "PATCH",
            "/holds/{hold}",
            Lines(new { section = "\u0007" })
        ),
        (typeof(PlaceOrderRequest), "hold_id", "POST", "/orders", new { }),
        (typeof(PlaceOrderRequest), "name", "POST", "/orders", new { hold_id = 1, name = Long(51) }),
        (typeof(PlaceOrderRequest), "email", "POST", "/orders", new { hold_id = 1, email = "ben" }),
    ];

    /// <summary>Of a request that comes in a rush, each rule is applied by code beside it.</summary>
    [Fact]
    public async Task Who_is_validated_by_hand_is_refused_by_the_same_rules()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var hold = (await ben.Hold(evening)).ShouldBe(201);

        foreach (var (_, field, method, address, body) in Broken)
        {
            var at = address.Replace("{event}", $"{evening.Id}").Replace("{hold}", $"{hold.Id}");
            (await ben.Send(new(method), at, JsonContent.Create(body))).ShouldBeInvalid(field);
        }
    }

    [Fact]
    public void Each_rule_that_is_applied_by_hand_is_tested()
    {
        var rules = TestServer
            .Shared.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Where(IsByHand)
            .SelectMany(endpoint => endpoint.Metadata.OfType<IAcceptsMetadata>())
            .Select(accepts => accepts.RequestType)
            .OfType<Type>()
            .Distinct()
            .SelectMany(RulesOf)
            .ToList();

        rules.Count.ShouldBeGreaterThan(5);
        rules.ShouldBeSubsetOf(Broken.Select(broken => $"{broken.Request.Name}.{broken.Field}"));
    }

    private static bool IsByHand(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IDisableValidationMetadata>() is not null;

    private static string Long(int length) => new('x', length);

    private static object Lines(params object?[] lines) => new { event_id = 1, lines };

    private static IEnumerable<string> RulesOf(Type request) =>
        request
            .GetProperties()
            .Where(property => property.GetCustomAttributes<ValidationAttribute>().Any())
            .Select(property =>
                $"{request.Name}.{JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)}"
            );

    private static bool HasRules(Type type) =>
        type.GetProperties().Any(property => property.GetCustomAttributes<ValidationAttribute>().Any());
}
