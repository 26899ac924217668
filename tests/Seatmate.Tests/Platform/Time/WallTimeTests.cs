using Seatmate.Platform.Time;

namespace Seatmate.Tests.Platform.Time;

public sealed class WallTimeTests
{
    [Theory]
    [InlineData("2026-12-01T19:00:00Z", "2026-12-01T20:00:00", "2026-12-01T19:00:00Z")]
    [InlineData("2026-12-01T19:00Z", "2026-12-01T20:00:00", "2026-12-01T19:00:00Z")]
    [InlineData("2026-12-01T21:00:00+02:00", "2026-12-01T20:00:00", "2026-12-01T19:00:00Z")]
    [InlineData("2026-12-01T20:00", "2026-12-01T20:00:00", "2026-12-01T19:00:00Z")]
    [InlineData("2026-12-01 20:00:30", "2026-12-01T20:00:30", "2026-12-01T19:00:30Z")]
    [InlineData("2026-07-01T20:00", "2026-07-01T20:00:00", "2026-07-01T18:00:00Z")]
    [InlineData("2026-12-02T10:00:00+15:00", "2026-12-01T20:00:00", "2026-12-01T19:00:00Z")]
    [InlineData("2026-12-01T01:00:00-18:00", "2026-12-01T20:00:00", "2026-12-01T19:00:00Z")]
    [InlineData("2026-12-01T20:00:30+01:00:30", "2026-12-01T20:00:00", "2026-12-01T19:00:00Z")]
    [InlineData("01/12/2026", "2026-12-01T00:00:00", "2026-11-30T23:00:00Z")]
    public void Instants_and_wall_times_are_read(string text, string local, string instant)
    {
        var moment = WallTime.Read(text, "Europe/Berlin").ShouldNotBeNull();

        moment.Local.ShouldBe(DateTime.Parse(local));
        moment.Instant.ShouldBe(DateTimeOffset.Parse(instant));
    }

    [Theory]
    [InlineData("01/12/2026", "2026-12-01T22:59:59Z")]
    [InlineData("2026-07-01", "2026-07-01T21:59:59Z")]
    [InlineData("2026-12-01T20:00", "2026-12-01T19:00:00Z")]
    [InlineData("2026-12-01T19:00:00Z", "2026-12-01T19:00:00Z")]
    public void A_day_as_a_deadline_is_its_end(string text, string instant) =>
        WallTime
            .ReadDeadline(text, "Europe/Berlin")
            .ShouldNotBeNull()
            .Instant.ShouldBe(DateTimeOffset.Parse(instant));

    [Fact]
    public void A_time_that_the_clocks_leave_out_is_moved_on() =>
        WallTime
            .Read("2026-03-29T02:30", "Europe/Berlin")
            .ShouldNotBeNull()
            .Local.ShouldBe(new DateTime(2026, 3, 29, 3, 30, 0));

    [Fact]
    public void A_time_that_comes_twice_means_the_first() =>
        WallTime
            .Read("2026-10-25T02:30", "Europe/Berlin")
            .ShouldNotBeNull()
            .Instant.ShouldBe(DateTimeOffset.Parse("2026-10-25T00:30:00Z"));

    [Fact]
    public void The_second_of_two_is_kept_when_its_wall_time_is_said_again()
    {
        var second = WallTime.Of(DateTimeOffset.Parse("2026-10-25T01:30:00Z"), "Europe/Berlin");

        WallTime.Read("2026-10-25T02:30", "Europe/Berlin", second).ShouldBe(second);
        WallTime.Read("2026-10-25T02:31", "Europe/Berlin", second)!.Instant.Minute.ShouldBe(31);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("2026-12-01T25:00")]
    [InlineData("2026-02-29T20:00")]
    [InlineData("1899-12-31T20:00")]
    [InlineData("2200-01-01T00:00Z")]
    [InlineData("-2026-01-01T00:00Z")]
    [InlineData("2027-06-01T20:00:00Z\0\0")]
    [InlineData("2027-06-01T20:00:00Z\0 or so")]
    [InlineData("2027-06-01T20:00\0")]
    [InlineData("2027-06-01T20:00:00\0")]
    [InlineData("2027-06-01\0")]
    public void Nonsense_is_not_read(string text) => WallTime.Read(text, "UTC").ShouldBeNull();

    [Theory]
    [InlineData("Europe/Monaco", true)]
    [InlineData("UTC", true)]
    [InlineData("europe/monaco", false)]
    [InlineData("UTC+01", false)]
    [InlineData("", false)]
    public void Only_zones_of_the_database_are_known(string zone, bool known) =>
        WallTime.KnowsZone(zone).ShouldBe(known);
}
