using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Seatmate.Accounts.Users;

/// <summary>A password: 8 to 128 characters, any of them, with a letter and a digit, and not one of the 10,000 most
/// common as typed (list: NOTICE).</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class PasswordRule : ValidationAttribute
{
    public const int LengthMin = 8;
    public const int LengthMax = 128;

    private static readonly Lazy<HashSet<string>> Common = new(ReadCommon);

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is string password && Fault(password) is { } fault
            ? new ValidationResult(fault)
            : ValidationResult.Success;

    public static string? Fault(string password)
    {
        var length = password.EnumerateRunes().Count();
        if (length is < LengthMin or > LengthMax)
            return $"Length must be between {LengthMin} and {LengthMax}.";
        if (!password.Any(char.IsLetter) || !password.Any(char.IsDigit))
            return "A letter and a digit are needed.";
        return Common.Value.Contains(password)
            ? "This is one of the most common passwords; please choose another."
            : null;
    }

    private static HashSet<string> ReadCommon()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ];
    }
}
