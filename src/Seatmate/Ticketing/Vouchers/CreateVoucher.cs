using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Time;
using Seatmate.Ticketing.Sections;

namespace Seatmate.Ticketing.Vouchers;

/// <summary>Uses must be there, and percent_off unless the voucher reserves: then its uses are places of its section,
/// which nobody gets without it until it expires or is withdrawn. A code is made up when none is given. valid_until is
/// an instant, a wall time at the event's place, or a day of which it is the end.</summary>
public sealed record CreateVoucherRequest(
    [property: VoucherCodeRule] string? Code,
    [property: MustBeSaid, Range(1, 1_000_000)] int? Uses,
    [property: Range(0, 100)] int? PercentOff,
    [property: SectionNameRule] string? Section,
    bool? Reserves,
    [property: MomentRule] string? ValidUntil
);

/// <summary>A code that lowers prices, so many times, or keeps places.</summary>
public static class CreateVoucher
{
    public static async Task<Results<Created<VoucherDetails>, Problem>> Handle(
        long id,
        CreateVoucherRequest request,
        Caller caller,
        SeatmateDb db,
        IEventTerms events,
        VoucherDesk desk,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var (refusal, terms) = await events.FindManaged(id, caller, cancel);
        if (refusal is not null)
            return refusal;
        var reserves = request.Reserves ?? false;
        if (request.Uses is null)
            return Problem.Missing("uses");
        if (reserves ? request.Section is null : request.PercentOff is null or 0)
            return reserves
                ? Problem.Invalid("section", "Say of which section places are kept.")
                : Problem.Invalid(
                    "percent_off",
                    "A voucher that keeps no places takes 1 to 100 percent off."
                );
        var validUntil = request.ValidUntil is { Length: > 0 } until
            ? WallTime.ReadDeadline(until, terms.TimeZone)?.Instant
            : null;
        if (validUntil <= clock.GetUtcNow())
            return Problem.Invalid("valid_until", "This is over already.");
        var section = await db
            .Sections.Where(section => section.EventId == id && section.Name == request.Section)
            .Select(section => (long?)section.Id)
            .SingleOrDefaultAsync(cancel);
        if (request.Section is not null && section is null)
            return Problem.Invalid("section", "This event has no such section.");
        var (fault, made) = await desk.Make(
            new(
                id,
                Voucher.ReadCode(request.Code),
                request.PercentOff ?? 0,
                section,
                validUntil,
                request.Uses.Value,
                reserves
            ),
            caller.UserId,
            terms.OrganiserId,
            cancel
        );
        if (fault is { } known)
            return Explain(known, request, id);
        var details = await db.Show(db.Vouchers.Where(voucher => voucher.Id == made)).SingleAsync(cancel);
        return TypedResults.Created($"/events/{id}/vouchers", details);
    }

    private static Problem Explain(VoucherFault fault, CreateVoucherRequest request, long eventId) =>
        fault switch
        {
            VoucherFault.CodeTaken => Problem.Conflict(
                "voucher-code-taken",
                "This event has a voucher with this code already"
            ),
            VoucherFault.TooFewPlaces => Problem.Conflict(
                "section-sold-out",
                request.Uses == 1
                    ? $"No places are left in {request.Section}"
                    : $"There are fewer than {request.Uses} places left in {request.Section}"
            ),
            VoucherFault.SectionGone => Problem.Invalid("section", "This event has no such section."),
            _ => Problem.NotFound("Event", eventId),
        };
}
