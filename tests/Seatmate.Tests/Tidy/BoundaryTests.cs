using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Seatmate.Tests.Tidy;

/// <summary>What a module may name: itself, the platform, and the Contracts of the others. The platform names no
/// module. Read from the compiled program, so that nothing hides in a lambda.</summary>
public sealed class BoundaryTests
{
    private static readonly string[] Modules =
    [
        "Accounts",
        "Social",
        "Events",
        "Ticketing",
        "Payments",
        "Door",
        "Discovery",
        "Notifications",
        "Insight",
    ];

    private static readonly List<(string From, string To)> References = [.. ReadReferences().Distinct()];

    [Fact]
    public void The_references_of_the_program_are_seen()
    {
        References.ShouldContain(pair => PartOf(pair.From) == "Accounts" && PartOf(pair.To) == "Platform");
        References.ShouldContain(pair =>
            PartOf(pair.From) == "Ticketing" && pair.To == "Seatmate.Events.Contracts"
        );
        References.Count(pair => IsModule(pair.From) && IsModule(pair.To)).ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Modules_know_each_other_by_their_contracts_only() =>
        References
            .Where(pair => IsModule(pair.From) && IsModule(pair.To) && PartOf(pair.From) != PartOf(pair.To))
            .Where(pair => !pair.To.EndsWith(".Contracts"))
            .Select(pair => $"{pair.From} names {pair.To}")
            .ShouldBeEmpty("Ask through a look-up in the other module's Contracts, or tell it by a fact.");

    [Fact]
    public void The_platform_knows_no_module() =>
        References
            .Where(pair => PartOf(pair.From) == "Platform" && IsModule(pair.To))
            .Select(pair => $"{pair.From} names {pair.To}")
            .ShouldBeEmpty(
                "What the platform needs from a module is handed to it, or belongs to the module."
            );

    [Fact]
    public void There_are_no_parts_but_the_nine_words_the_platform_and_the_demo() =>
        References
            .Select(pair => PartOf(pair.From))
            .Distinct()
            .Except([.. Modules, "Platform", "Demo", ""])
            .ShouldBeEmpty(
                "The same nine words name folders, schemas, tests and pages; a tenth is a decision: docs/adr."
            );

    private static bool IsModule(string space) => Modules.Contains(PartOf(space));

    /// <summary>`Accounts` of `Seatmate.Accounts.Users`; empty for the root.</summary>
    private static string PartOf(string space) => space.Split('.').ElementAtOrDefault(1) ?? "";

    private static IEnumerable<(string From, string To)> ReadReferences()
    {
        using var program = ModuleDefinition.ReadModule(typeof(Seatmate.Modules).Assembly.Location);
        foreach (var type in program.GetTypes().Where(type => IsOurs(SpaceOf(type))).ToList())
        foreach (var space in NamedBy(type).SelectMany(Parts).Select(SpaceOf).Where(IsOurs))
            yield return (SpaceOf(type), space);
    }

    private static IEnumerable<TypeReference?> NamedBy(TypeDefinition type) =>
        [
            type.BaseType,
            .. type.Interfaces.Select(each => each.InterfaceType),
            .. type.CustomAttributes.Select(each => each.AttributeType),
            .. type.Fields.Select(each => each.FieldType),
            .. type.Methods.SelectMany(NamedBy),
        ];

    private static IEnumerable<TypeReference?> NamedBy(MethodDefinition method) =>
        [
            method.ReturnType,
            .. method.Parameters.Select(each => each.ParameterType),
            .. method.HasBody ? method.Body.Variables.Select(each => each.VariableType) : [],
            .. method.HasBody ? method.Body.Instructions.SelectMany(NamedBy) : [],
        ];

    private static IEnumerable<TypeReference?> NamedBy(Instruction instruction) =>
        instruction.Operand switch
        {
            TypeReference type => [type],
            GenericInstanceMethod call => [call.DeclaringType, call.ReturnType, .. call.GenericArguments],
            MethodReference call => [call.DeclaringType, call.ReturnType],
            FieldReference field => [field.DeclaringType, field.FieldType],
            _ => [],
        };

    /// <summary>A type and what its angle brackets hold.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) =>
        type switch
        {
            null => [],
            GenericInstanceType generic =>
            [
                generic.ElementType,
                .. generic.GenericArguments.SelectMany(Parts),
            ],
            TypeSpecification special => Parts(special.ElementType),
            _ => [type],
        };

    private static string SpaceOf(TypeReference type) =>
        type.DeclaringType is { } outer ? SpaceOf(outer) : type.Namespace;

    private static bool IsOurs(string space) => space == "Seatmate" || space.StartsWith("Seatmate.");
}
