namespace Seatmate.Platform.Http;

/// <summary>What is wrong with a request that is validated by hand, because it comes in a rush: the library's
/// reflection takes a fifth of a refusal. Its attributes stay: the tests compare, and the API's description says what
/// must be there. Fields are named as in JSON.</summary>
public sealed class FieldFaults
{
    private Dictionary<string, string[]>? faults;

    /// <summary>The answer to it; null when nothing is wrong.</summary>
    public Problem? Problem => faults is null ? null : Problem.Invalid(faults);

    /// <summary>What must be there.</summary>
    public FieldFaults Required<T>(string field, T? value)
        where T : struct
    {
        if (value is null)
            Add(field, Problem.MissingText);
        return this;
    }

    /// <summary>A text by a rule; what is not there is right.</summary>
    public FieldFaults Text<TRule>(string field, string? text)
        where TRule : TextRule, new()
    {
        if (Rule<TRule>.Instance.FaultOf(text) is { } fault)
            Add(field, fault);
        return this;
    }

    private void Add(string field, string fault) => (faults ??= new(StringComparer.Ordinal))[field] = [fault];

    private static class Rule<TRule>
        where TRule : TextRule, new()
    {
        public static readonly TRule Instance = new();
    }
}
