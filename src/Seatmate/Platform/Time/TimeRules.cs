using System.ComponentModel.DataAnnotations;
using Seatmate.Platform.Http;

namespace Seatmate.Platform.Time;

/// <summary>The name of a zone in the IANA database, such as Europe/Monaco.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class TimeZoneRule() : ValidationAttribute("Not a time zone of the IANA database.")
{
    public override bool IsValid(object? value) =>
        value is null || value is string zone && WallTime.KnowsZone(zone);
}

/// <summary>A date with time: an ISO instant with its offset (2026-12-01T19:00:00Z) or a wall time
/// (2026-12-01T20:00). Empty passes where an optional one may be taken away.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MomentRule() : ValidationAttribute("Not a valid date and time.")
{
    public override bool IsValid(object? value) =>
        value is null or "" || value is string text && WallTime.Read(text, WallTime.StandardZone) is not null;
}

/// <summary>A plain date or an instant: the ends of a span of time.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DayOrInstantRule() : ValidationAttribute("Not a valid date.")
{
    public override bool IsValid(object? value) =>
        value is null
        || value is string text
            && (
                PlainDateRule.Read(text) is { Year: > 1 and < 9999 } || WallTime.ReadInstant(text) is not null
            );
}
