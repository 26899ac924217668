using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Seatmate.Platform.Http;

namespace Seatmate.Tests.Contract;

/// <summary>Whatever is sent, the answer is a refusal in the one shape, never a 500, and nothing has changed.</summary>
public sealed class NonsenseTests(World world) : IClassFixture<World>
{
    private const string Json = "application/json";

    [Fact]
    public async Task A_number_in_an_address_that_is_none_is_refused()
    {
        var faults = new Faults();
        await Unchanged(
            faults,
            async () =>
            {
                foreach (var (operation, parameter) in await Operations(o => o.PathParameters))
                foreach (var value in parameter.Types.Contains("integer") ? Nonsense.NotANumber : [])
                    await Check(
                        faults,
                        operation,
                        Replaced(operation, parameter.Name, value),
                        answer => answer.ShouldBeRefusal()
                    );
            }
        );

        faults.ShouldBeNone(checksMin: 50);
    }

    [Fact]
    public async Task A_number_of_nobody_and_nothing_is_not_found()
    {
        var faults = new Faults();
        await Unchanged(
            faults,
            async () =>
            {
                foreach (var (operation, parameter) in await Operations(o => o.PathParameters))
                foreach (var value in parameter.Types.Contains("integer") ? Nonsense.NobodysNumber : [])
                    await Check(
                        faults,
                        operation,
                        Replaced(operation, parameter.Name, value),
                        answer => answer.ShouldBeRefusal()
                    );
            }
        );

        faults.ShouldBeNone(checksMin: 10);
    }

    [Fact]
    public async Task A_wild_word_in_an_address_is_no_error_of_ours()
    {
        var faults = new Faults();
        await Unchanged(
            faults,
            async () =>
            {
                foreach (var (operation, parameter) in await Operations(o => o.PathParameters))
                foreach (var value in parameter.Types.Contains("string") ? Nonsense.WildWords : [])
                    await Check(
                        faults,
                        operation,
                        Replaced(operation, parameter.Name, value),
                        answer => answer.ShouldBeFine()
                    );
            }
        );

        faults.ShouldBeNone(checksMin: 10);
    }

    [Fact]
    public async Task Nonsense_in_a_query_is_refused_or_means_nothing()
    {
        var faults = new Faults();
        foreach (var (operation, parameter) in await Operations(o => o.QueryParameters))
        {
            foreach (var value in Nonsense.WildWords.Concat(Nonsense.NotANumber).Append(""))
            {
                var address = $"{world.AddressOf(operation)}?{parameter.Name}={value}";
                foreach (var who in new[] { world.Walker, world.Server.Anyone })
                {
                    var answer = await who.Send(operation.Method, address, null);
                    faults.Check($"{operation} {parameter.Name}={value}", () => answer.ShouldBeFine());
                    if (!parameter.Types.Contains("string"))
                        faults.Check($"{operation} {parameter.Name}={value}", () => answer.ShouldBeRefusal());
                }
            }
        }

        faults.ShouldBeNone(checksMin: 50);
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_refused()
    {
        var faults = new Faults();
        await Unchanged(
            faults,
            async () =>
            {
                foreach (var operation in (await Operation.All()).Where(operation => operation.HasBody))
                {
                    foreach (var body in Nonsense.UnreadableBodies)
                        await CheckBody(faults, operation, body, Encoding.UTF8.GetBytes(body), Json, 400);
                    await CheckBody(faults, operation, "UTF-16", Encoding.Unicode.GetBytes("{}"), Json, 400);
                    await CheckBody(
                        faults,
                        operation,
                        "more than 1 MB",
                        new byte[Limits.BodyBytesMax + 1],
                        Json,
                        413
                    );
                }
            }
        );

        faults.ShouldBeNone(checksMin: 50);
    }

    [Fact]
    public async Task A_text_that_is_not_UTF_8_is_refused()
    {
        var faults = new Faults();
        await Unchanged(
            faults,
            async () =>
            {
                foreach (var (operation, field) in await Operations(o => o.Fields))
                {
                    byte[] body =
                    [
                        .. Encoding.UTF8.GetBytes($"{{\"{field.Name}\":\""),
                        0xC3,
                        0x28,
                        .. "\"}"u8,
                    ];
                    await CheckBody(faults, operation, $"{field.Name} in broken UTF-8", body, Json, 400);
                }
            }
        );

        faults.ShouldBeNone(checksMin: 10);
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused()
    {
        var faults = new Faults();
        string?[] types =
        [
            null,
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json; charset=bogus",
            "application/json; charset=utf-7",
            "application/json; charset=iso-8859-1",
        ];
        await Unchanged(
            faults,
            async () =>
            {
                foreach (var operation in (await Operation.All()).Where(operation => operation.HasBody))
                foreach (var type in types)
                    await CheckBody(
                        faults,
                        operation,
                        $"type {type}",
                        "{\"name\":\"x\"}"u8.ToArray(),
                        type,
                        415
                    );
            }
        );

        faults.ShouldBeNone(checksMin: 20);
    }

    [Fact]
    public async Task A_field_of_another_type_is_refused_by_its_name()
    {
        var faults = new Faults();
        var wrongs = new Dictionary<string, JsonNode>(StringComparer.Ordinal)
        {
            ["string"] = JsonValue.Create("text"),
            ["number"] = JsonValue.Create(1.5m),
            ["integer"] = JsonValue.Create(7),
            ["boolean"] = JsonValue.Create(true),
            ["array"] = new JsonArray(new JsonArray(JsonValue.Create(1))),
            ["object"] = new JsonObject { ["a"] = 1 },
        };
        await Unchanged(
            faults,
            async () =>
            {
                foreach (var (operation, field) in await Operations(o => o.Fields))
                foreach (
                    var (type, value) in wrongs.Where(wrong =>
                        field.Types.Count > 0 && !field.Types.Contains(wrong.Key)
                    )
                )
                {
                    if (type == "integer" && field.Types.Contains("number"))
                        continue;
                    var body = new JsonObject { [field.Name] = value.DeepClone() }.ToJsonString();
                    var answer = await Send(
                        operation,
                        world.AddressOf(operation),
                        Encoding.UTF8.GetBytes(body)
                    );
                    faults.Check($"{operation} {body}", () => answer.ShouldBeInvalid(field.Name));
                }
            }
        );

        faults.ShouldBeNone(checksMin: 50);
    }

    [Fact]
    public async Task A_hole_in_a_list_is_no_error_of_ours()
    {
        var faults = new Faults();
        foreach (var (operation, field) in await Operations(o => o.Fields))
        {
            if (!field.Types.Contains("array"))
                continue;
            var body = Encoding.UTF8.GetBytes($"{{\"{field.Name}\":[null]}}");
            var answer = await Send(operation, world.AddressOf(operation), body);
            faults.Check($"{operation} {field.Name}", () => answer.ShouldBeFine());
        }

        faults.ShouldBeNone(checksMin: 5);
    }

    [Fact]
    public async Task A_text_that_cannot_be_stored_is_refused_and_any_other_comes_back_as_it_was()
    {
        var faults = new Faults();
        string[] wild =
        [
            "\\u0000 nul",
            "lone \\ud800 surrogate",
            "lone \\udc00 surrogate",
            "\\u202Eright to left",
            "🎫👩‍🚀 emoji",
            "'; DROP TABLE accounts.users;--",
            "<script>alert(1)</script>",
            "\\u0007 bell",
            "e\\u0301\\u0301\\u0301",
            "%s%n {0} ${x}",
            new('x', 100_000),
            "",
        ];
        foreach (var (operation, field) in await Operations(o => o.Fields))
        foreach (var text in field.Types.Contains("string") ? wild : [])
        {
            var body = $"{{\"{field.Name}\":\"{text}\"}}";
            var answer = await Send(operation, world.AddressOf(operation), Encoding.UTF8.GetBytes(body));
            faults.Check($"{operation} {body[..Math.Min(80, body.Length)]}", () => answer.ShouldBeFine());
            if (text.Contains("\\ud", StringComparison.Ordinal))
                faults.Check($"{operation} {body}", () => answer.ShouldBeRefusal());
            if (
                answer.Status < 300
                && answer.Json.TryGetProperty(field.Name, out var stored)
                && field.Name != "email"
                && text.Length > 0
            )
                faults.Check($"{operation} {body}", () => ShouldBeStored(stored, $"\"{text}\""));
        }

        faults.ShouldBeNone(checksMin: 100);
    }

    [Fact]
    public async Task A_NUL_in_an_address_is_refused_in_the_one_shape_too() =>
        (await world.Walker.Get("/user/search/a%00b")).ShouldFail(400, "unreadable-request");

    private static void ShouldBeStored(JsonElement stored, string sent)
    {
        if (stored.ValueKind == JsonValueKind.String)
            stored.GetString().ShouldBe(JsonSerializer.Deserialize<string>(sent)!.Trim());
    }

    private async Task Unchanged(Faults faults, Func<Task> walk)
    {
        var before = await world.FingerprintAtRest();
        await walk();
        var after = await world.Fingerprint();
        faults.Check("nonsense", () => after.Except(before).ShouldBeEmpty("it has changed these tables"));
    }

    private string Replaced(Operation operation, string parameter, string value) =>
        operation.Address(name => name == parameter ? value : world.ValueOf(operation, name));

    private async Task Check(Faults faults, Operation operation, string address, Action<Answer> assert)
    {
        var answer = await Send(operation, address, operation.HasBody ? "{}"u8.ToArray() : null);
        faults.Check($"{operation} at {address[..Math.Min(80, address.Length)]}", () => assert(answer));
    }

    private async Task CheckBody(
        Faults faults,
        Operation operation,
        string what,
        byte[] body,
        string? type,
        int status
    )
    {
        var answer = await Send(operation, world.AddressOf(operation), body, type);
        faults.Check(
            $"{operation} with the body {what[..Math.Min(40, what.Length)]}",
            () => answer.ShouldBe(status).ShouldBeProblem()
        );
    }

    private Task<Answer> Send(Operation operation, string address, byte[]? body = null, string? type = Json)
    {
        var content = body is null ? null : new ByteArrayContent(body);
        if (content is not null && type is not null)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return world.Walker.Send(operation.Method, address, content);
    }

    private static async Task<List<(Operation Operation, Parameter Parameter)>> Operations(
        Func<Operation, List<Parameter>> parameters
    ) =>
        [
            .. (await Operation.All()).SelectMany(operation =>
                parameters(operation).Select(parameter => (operation, parameter))
            ),
        ];
}
