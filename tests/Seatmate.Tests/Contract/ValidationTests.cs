using System.ComponentModel.DataAnnotations;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Validation;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Holds;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Tests.Contract;

/// <summary>The validation of a request is generated code; what the generator does not see is silently not
/// validated.</summary>
public sealed class ValidationTests
{
    private const string Required = "This field is required.";

    [Fact]
    public void The_rules_of_every_request_are_applied()
    {
        var validation = TestServer.Shared.Services.GetRequiredService<IOptions<ValidationOptions>>().Value;
        var bodies = Bodies(byHand: false).Where(HasRules).ToList();
        bodies.Count.ShouldBeGreaterThan(3);

        var ignored = bodies.Where(body => !validation.TryGetValidatableTypeInfo(body, out _)).ToList();

        ignored.ShouldBeEmpty(
            "These requests are not validated: mark them with [ValidatableType], and make them public."
        );
    }

    private static readonly Break[] Broken =
    [
        new(typeof(BookEventRequest), "seat_section", Of(1, 80), new { seat_section = Long(81) }),
        new(typeof(HoldPlacesRequest), "event_id", Required, new { }),
        new(typeof(HoldPlacesRequest), "voucher", Of(1, 40), new { event_id = 1, voucher = Long(41) }),
        new(
            typeof(HoldPlacesRequest),
            "lines[1].section",
            Of(1, 80),
            Lines(null, new { section = Long(81) })
        ),
        new(typeof(ChangeHoldRequest), "voucher", Of(0, 40), new { voucher = Long(41) }),
        new(typeof(ChangeHoldRequest), "lines[0].section", Of(1, 80), Lines(new { section = Long(81) })),
        new(typeof(PlaceOrderRequest), "hold_id", Required, new { }),
        new(typeof(PlaceOrderRequest), "name", Of(1, 50), new { hold_id = 1, name = Long(51) }),
        new(typeof(PlaceOrderRequest), "email", Of(5, 120), new { hold_id = 1, email = "b@n" }),
    ];

    private sealed record Break(Type Request, string Field, string Text, object Body);

    /// <summary>Of a request that comes in a rush, each rule is applied by code beside it.</summary>
    [Fact]
    public async Task Who_is_validated_by_hand_is_refused_by_the_same_rules()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var hold = (await ben.Hold(evening)).ShouldBe(201);

        foreach (var (request, field, text, body) in Broken)
        {
            var (method, address) = request.Name switch
            {
                nameof(BookEventRequest) => (HttpMethod.Post, evening.Bookings),
                nameof(HoldPlacesRequest) => (HttpMethod.Post, "/holds"),
                nameof(ChangeHoldRequest) => (HttpMethod.Patch, $"/holds/{hold.Id}"),
                _ => (HttpMethod.Post, "/orders"),
            };
            (await ben.Send(method, address, JsonContent.Create(body))).ShouldBeInvalid(field, text);
        }
    }

    [Fact]
    public void Each_rule_that_is_applied_by_hand_is_tested()
    {
        var rules = Bodies(byHand: true).SelectMany(RulesOf).ToList();

        rules.Count.ShouldBeGreaterThan(5);
        rules.ShouldBeSubsetOf(
            Broken.Select(broken =>
                $"{broken.Request.Name}.{string.Concat(broken.Field.Where(sign => !char.IsDigit(sign)))}"
            )
        );
    }

    [Fact]
    public void No_rule_speaks_to_people_in_the_frameworks_words()
    {
        const string property = "SomeProperty";
        var faults = new Faults();
        foreach (var (field, rule) in Rules)
            faults.Check(
                $"{field.DeclaringType!.Name}.{field.Name}",
                () => ErrorShape.Told(rule.FormatErrorMessage(property)).ShouldNotContain(property)
            );

        faults.ShouldBeNone(checksMin: 50);
    }

    /// <summary>What a rule throws would be told to people as it is.</summary>
    [Fact]
    public void No_rule_breaks_on_a_number_that_its_field_takes()
    {
        var faults = new Faults();
        foreach (var (field, rule) in Rules.Where(each => each.Rule is RangeAttribute))
        {
            var type = Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType;
            var largest = type.GetField("MaxValue")!.GetValue(null);
            faults.Check(
                $"{field.DeclaringType!.Name}.{field.Name}",
                () => Should.NotThrow(() => rule.IsValid(largest))
            );
        }

        faults.ShouldBeNone(checksMin: 5);
    }

    [Fact]
    public async Task A_wrong_length_or_number_is_refused_in_our_words()
    {
        var ada = await Cast.Ada();
        var listed = await ada.List();
        var huge = new[] { new { name = "Stalls", capacity = 1L + int.MaxValue } };

        (await ada.Post("/keys", new { name = "Till", scopes = Array.Empty<string>() })).ShouldBeInvalid(
            "scopes",
            Required
        );
        (await ada.Patch($"/events/{listed.Id}", new { date = "" })).ShouldBeInvalid("date", Required);
        (await ada.Post("/auth/proof", new { code = Long(101) })).ShouldBeInvalid("code", AtMost(100));
        (await ada.Post("/notifications/notes/read", new { ids = Enumerable.Range(1, 101) })).ShouldBeInvalid(
            "ids",
            AtMost(100)
        );
        (await ada.Patch($"/events/{listed.Id}", new { sections = huge, pools = huge }))
            .ShouldBeInvalid("sections[0].capacity", "Must be between 0 and 10000000.")
            .ShouldBeInvalid("pools[0].capacity", "Must be between 0 and 10000000.");
    }

    /// <summary>The rules that stand at properties.</summary>
    private static IEnumerable<(PropertyInfo Field, ValidationAttribute Rule)> Rules =>
        from type in typeof(Problem).Assembly.GetTypes()
        from property in type.GetProperties()
        where property.DeclaringType == type
        from rule in property.GetCustomAttributes<ValidationAttribute>()
        select (property, rule);

    /// <summary>What requests bring, to endpoints that validate by hand or to those that leave it to the
    /// library.</summary>
    private static IEnumerable<Type> Bodies(bool byHand) =>
        TestServer
            .Shared.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Where(endpoint =>
                endpoint.Metadata.GetMetadata<IDisableValidationMetadata>() is not null == byHand
            )
            .SelectMany(endpoint => endpoint.Metadata.OfType<IAcceptsMetadata>())
            .Select(accepts => accepts.RequestType)
            .OfType<Type>()
            .Distinct();

    private static string Long(int length) => new('x', length);

    private static object Lines(params object?[] lines) => new { event_id = 1, lines };

    private static IEnumerable<string> RulesOf(Type request) =>
        FieldsOf(request).Select(field => $"{request.Name}.{field}");

    /// <summary>Fields with rules, those of the elements of lists too.</summary>
    private static IEnumerable<string> FieldsOf(Type type) =>
        type.GetProperties()
            .SelectMany(property =>
            {
                var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
                var element = property.PropertyType.GetGenericArguments().FirstOrDefault();
                IEnumerable<string> own = property.GetCustomAttributes<ValidationAttribute>().Any()
                    ? [name]
                    : [];
                return element is { IsClass: true }
                    ? own.Concat(FieldsOf(element).Select(field => $"{name}[].{field}"))
                    : own;
            });

    private static string AtMost(int max) => $"Length must be at most {max}.";

    private static string Of(int min, int max) => $"Length must be between {min} and {max}.";

    private static bool HasRules(Type type) =>
        type.GetProperties().Any(property => property.GetCustomAttributes<ValidationAttribute>().Any());
}
