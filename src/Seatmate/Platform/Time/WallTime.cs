using NodaTime;
using NodaTime.Text;
using Seatmate.Platform.Http;

namespace Seatmate.Platform.Time;

/// <summary>An instant, and what the clock on the wall shows there then.</summary>
public sealed record Moment(DateTimeOffset Instant, DateTime Local);

/// <summary>Wall time in the zones of the IANA database. A wall time that a change of the clocks leaves out is moved
/// on by what was left out (02:30 becomes 03:30); one that comes twice means the first.</summary>
public static class WallTime
{
    public const string StandardZone = "UTC";

    private const int YearMin = 1900;
    private const int YearMax = 2199;
    private const string Minutes = "uuuu'-'MM'-'dd'T'HH':'mm";
    private const string Seconds = $"{Minutes}':'ss;FFFFFFFFF";

    private static readonly TimeOnly EndOfDay = new(23, 59, 59);
    private static readonly IDateTimeZoneProvider Database = DateTimeZoneProviders.Tzdb;
    private static readonly HashSet<string> Zones = new(Database.Ids, StringComparer.Ordinal);
    private static readonly LocalDateTimePattern ToTheMinute =
        LocalDateTimePattern.CreateWithInvariantCulture(Minutes);
    private static readonly LocalDateTimePattern ToTheSecond =
        LocalDateTimePattern.CreateWithInvariantCulture(Seconds);
    private static readonly OffsetDateTimePattern[] Instants =
    [
        OffsetDateTimePattern.CreateWithInvariantCulture($"{Seconds}o<G>"),
        OffsetDateTimePattern.CreateWithInvariantCulture($"{Minutes}o<G>"),
    ];

    public static bool KnowsZone(string zone) => Zones.Contains(zone);

    /// <summary>Reads an ISO instant with its offset, a wall time of the zone, or a plain date, which means its
    /// midnight; null when it is none of them. What says the same as <paramref name="current"/>, to the precision it
    /// is said in, is that very moment: saving without a change changes nothing, even in the hour that comes
    /// twice.</summary>
    public static Moment? Read(string text, string zone, Moment? current = null)
    {
        if (ReadInstant(text) is { } instant)
            return instant == current?.Instant ? current : Of(instant, zone);
        if (ReadLocal(text) is not var (local, precision))
            return null;
        return current is not null && local == Floor(current.Local, precision) ? current : At(local, zone);
    }

    /// <summary>The same of a deadline: a plain date means the end of that day, 23:59:59.</summary>
    public static Moment? ReadDeadline(string text, string zone, Moment? current = null) =>
        PlainDateRule.Read(text) is { } date && IsSensible(date.Year)
            ? At(date.ToDateTime(EndOfDay), zone)
            : Read(text, zone, current);

    /// <summary>The moment of a wall time.</summary>
    public static Moment At(DateTime local, string zone)
    {
        var meant = LocalDateTime.FromDateTime(local).InZoneLeniently(Database[zone]);
        return new(meant.ToDateTimeOffset().ToUniversalTime(), meant.ToDateTimeUnspecified());
    }

    /// <summary>The moment of an instant.</summary>
    public static Moment Of(DateTimeOffset instant, string zone) =>
        new(instant, WithOffset(instant, zone).DateTime);

    /// <summary>The instant as its zone writes it, with the offset that holds then.</summary>
    public static DateTimeOffset WithOffset(DateTimeOffset instant, string zone) =>
        Instant.FromDateTimeOffset(instant).InZone(Database[zone]).ToDateTimeOffset();

    /// <summary>An instant with its offset, to the microsecond as the database keeps it.</summary>
    public static DateTimeOffset? ReadInstant(string text)
    {
        var parsed = Instants
            .Select(pattern => pattern.Parse(Tidy(text)))
            .FirstOrDefault(each => each.Success);
        if (parsed is null || !IsSensible(parsed.Value.Year))
            return null;
        var instant = parsed.Value.ToInstant().ToDateTimeOffset();
        return instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private static (DateTime Local, TimeSpan Precision)? ReadLocal(string text)
    {
        if (PlainDateRule.Read(text) is { } date && IsSensible(date.Year))
            return (date.ToDateTime(TimeOnly.MinValue), TimeSpan.FromTicks(1));
        if (ToTheMinute.Parse(Tidy(text)) is { Success: true, Value: var minute } && IsSensible(minute.Year))
            return (minute.ToDateTimeUnspecified(), TimeSpan.FromMinutes(1));
        return
            ToTheSecond.Parse(Tidy(text)) is { Success: true, Value: var second } && IsSensible(second.Year)
            ? (Floor(second.ToDateTimeUnspecified(), TimeSpan.FromMicroseconds(1)), TimeSpan.FromSeconds(1))
            : null;
    }

    /// <summary>NodaTime takes a NUL for the end of a text, and would not look at what follows.</summary>
    private static string Tidy(string text)
    {
        if (text.Contains('\0'))
            return "";
        var tidy = text.Trim();
        return tidy.Length > 10 && tidy[10] == ' ' ? $"{tidy[..10]}T{tidy[11..]}" : tidy;
    }

    private static DateTime Floor(DateTime time, TimeSpan precision) =>
        time.AddTicks(-(time.Ticks % precision.Ticks));

    private static bool IsSensible(int year) => year is >= YearMin and <= YearMax;
}
