using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Reports;

/// <summary>How a person gets their reports (report_settings_once).</summary>
public sealed class ReportSetting
{
    public required long UserId { get; init; }
    public required bool Pdf { get; init; }
}

/// <summary>`pdf`: a PDF comes with the monthly report.</summary>
public sealed record ReportSettingDetails(bool Pdf);

public static class ShowReportSetting
{
    public static async Task<Ok<ReportSettingDetails>> Handle(
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    ) =>
        TypedResults.Ok(
            new ReportSettingDetails(
                await db.ReportSettings.AnyAsync(s => s.UserId == caller.UserId && s.Pdf, cancel)
            )
        );
}

public sealed record ChangeReportSettingRequest([property: Required] bool? Pdf);

/// <summary>Keeps how the caller wants their reports; of two at once the last word counts.</summary>
public static class ChangeReportSetting
{
    public static async Task<Ok<ReportSettingDetails>> Handle(
        ChangeReportSettingRequest request,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var pdf = request.Pdf == true;
        await db.InTransaction(
            async () =>
            {
                await db.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO notifications.report_settings (user_id, pdf) VALUES ({caller.UserId}, {pdf})
                    ON CONFLICT ON CONSTRAINT report_settings_once DO UPDATE SET pdf = excluded.pdf
                    """,
                    cancel
                );
                db.Note(
                    caller.UserId,
                    "notifications.report_setting_changed",
                    $"user:{caller.UserId}",
                    new { pdf }
                );
                return true;
            },
            cancel
        );
        return TypedResults.Ok(new ReportSettingDetails(pdf));
    }
}
