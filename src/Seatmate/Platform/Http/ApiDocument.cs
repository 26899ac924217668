using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Seatmate.Platform.Http;

/// <summary>The OpenAPI 3.1 document at /openapi/v1.json and the Swagger page at /docs. The web app's client is made
/// from it.</summary>
public static class ApiDocument
{
    private const string Token = "token";
    private const string GuestsToken = "hold_token";

    public static void AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi(
            "v1",
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        document.Info = new()
                        {
                            Title = "Seatmate",
                            Version = "1",
                            Description = "Find an event, sit next to friends, pay your own seat.",
                        };
                        document.Servers = [];
                        document.Components ??= new();
                        document.Components.SecuritySchemes ??= new Dictionary<
                            string,
                            IOpenApiSecurityScheme
                        >(StringComparer.Ordinal);
                        document.Components.SecuritySchemes[Token] = new OpenApiSecurityScheme
                        {
                            Type = SecuritySchemeType.Http,
                            Scheme = "bearer",
                            BearerFormat = "JWT",
                        };
                        document.Components.SecuritySchemes[GuestsToken] = new OpenApiSecurityScheme
                        {
                            Type = SecuritySchemeType.ApiKey,
                            In = ParameterLocation.Header,
                            Name = GuestEntry.Header,
                        };
                        return Task.CompletedTask;
                    }
                );
                options.AddSchemaTransformer(TypeInstants);
                options.AddSchemaTransformer(NameWords);
                options.AddSchemaTransformer(RequireOnlyWhatIs);
                options.AddSchemaTransformer(SayTextRules);
                options.AddOperationTransformer(AskForToken);
                options.AddOperationTransformer(OfferPaging);
                options.AddOperationTransformer(OfferKey);
            }
        );

    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi().AllowAnonymous();
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/docs"),
            docs =>
                docs.UseSwaggerUI(swagger =>
                {
                    swagger.RoutePrefix = "docs";
                    swagger.DocumentTitle = "Seatmate API";
                    swagger.SwaggerEndpoint("/openapi/v1.json", "Seatmate");
                })
        );
    }

    /// <summary>Our own way of writing instants hides from the generator that they are texts.</summary>
    private static Task TypeInstants(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancel
    )
    {
        var type = context.JsonTypeInfo.Type;
        if (type != typeof(DateTimeOffset) && type != typeof(DateTimeOffset?))
            return Task.CompletedTask;
        schema.Format = "date-time";
        schema.Type =
            type == typeof(DateTimeOffset)
                ? JsonSchemaType.String
                : JsonSchemaType.String | JsonSchemaType.Null;
        return Task.CompletedTask;
    }

    /// <summary>Nor does it see which words there are, by our own way of writing enums, nor lists of these.</summary>
    private static async Task NameWords(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancel
    )
    {
        var type = context.JsonTypeInfo.Type;
        if (Nullable.GetUnderlyingType(type) is { IsEnum: true } maybe)
            schema.Enum = [.. Words(maybe), JsonNullSentinel.JsonNull];
        else if (type.IsEnum)
            schema.Enum = [.. Words(type)];
        else if (context.JsonTypeInfo.ElementType is { IsEnum: true } element)
            schema.Items = await context.GetOrCreateSchemaAsync(element, cancellationToken: cancel);
    }

    private static IEnumerable<JsonNode> Words(Type type) =>
        Enum.GetValues(type)
            .Cast<object>()
            .Select(member => JsonSerializer.SerializeToNode(member, type, JsonShape.Options)!);

    /// <summary>Of a request only what is marked so is required, not every argument of its record.</summary>
    private static Task RequireOnlyWhatIs(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancel
    )
    {
        if (context.JsonTypeInfo.Type.Name.EndsWith("Request", StringComparison.Ordinal))
            schema.Required = context
                .JsonTypeInfo.Properties.Where(property =>
                    property.AttributeProvider is { } said
                    && (
                        said.IsDefined(typeof(RequiredAttribute), inherit: true)
                        || said.IsDefined(typeof(MustBeSaidAttribute), inherit: true)
                    )
                )
                .Select(property => property.Name)
                .ToHashSet(StringComparer.Ordinal);
        return Task.CompletedTask;
    }

    /// <summary>Lengths are counted in code points, as JSON Schema does, without blanks at both ends.</summary>
    private static Task SayTextRules(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancel
    )
    {
        var rules = context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(
            typeof(TextRule),
            inherit: true
        );
        if (rules is not [TextRule rule])
            return Task.CompletedTask;
        schema.MinLength = rule.Min > 0 ? rule.Min : null;
        schema.MaxLength = rule.Max;
        schema.Format = rule is EmailRule ? "email" : schema.Format;
        return Task.CompletedTask;
    }

    private static Task AskForToken(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancel
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAllowAnonymous>().Any())
            return Task.CompletedTask;
        string[] schemes = metadata.OfType<TakesGuests>().Any() ? [Token, GuestsToken] : [Token];
        operation.Security =
        [
            .. schemes.Select(scheme => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [],
            }),
        ];
        return Task.CompletedTask;
    }

    /// <summary>Where the answer is no secret, which would not be kept.</summary>
    private static Task OfferKey(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancel
    )
    {
        if (
            context.Description.HttpMethod != HttpMethods.Post
            || context.Description.ActionDescriptor.EndpointMetadata.OfType<SecretAnswer>().Any()
        )
            return Task.CompletedTask;
        operation.Parameters ??= [];
        operation.Parameters.Add(
            new OpenApiParameter
            {
                Name = RequestKey.Header,
                In = ParameterLocation.Header,
                Description = "Repeated with the same key within a day, the request has its effect once.",
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    MaxLength = Limits.IdempotencyKeyLengthMax,
                },
            }
        );
        return Task.CompletedTask;
    }

    private static Task OfferPaging(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancel
    )
    {
        var pages = context
            .Description.ActionDescriptor.EndpointMetadata.OfType<System.Reflection.MethodInfo>()
            .Any(handler =>
                handler.GetParameters().Any(parameter => parameter.ParameterType == typeof(PageRequest))
            );
        if (!pages)
            return Task.CompletedTask;
        operation.Parameters ??= [];
        operation.Parameters.Add(
            new OpenApiParameter
            {
                Name = "limit",
                In = ParameterLocation.Query,
                Description = $"Rows on a page, at most {Limits.PageSizeMax}.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
            }
        );
        operation.Parameters.Add(
            new OpenApiParameter
            {
                Name = "after",
                In = ParameterLocation.Query,
                Description = "Opaque; taken from the Link header of the page before.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            }
        );
        return Task.CompletedTask;
    }
}
