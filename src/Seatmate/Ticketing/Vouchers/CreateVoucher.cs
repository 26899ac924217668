using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Time;
using Seatmate.Ticketing.Sections;
using Seatmate.Ticketing.Stocks;

namespace Seatmate.Ticketing.Vouchers;

/// <summary>Uses and percent_off must be there; a code is made up when none is given. valid_until is an instant, or a
/// wall time at the event's place.</summary>
public sealed record CreateVoucherRequest(
    [property: VoucherCodeRule] string? Code,
    [property: Range(1, 1_000_000)] int? Uses,
    [property: Range(1, 100)] int? PercentOff,
    [property: SectionNameRule] string? Section,
    [property: MomentRule] string? ValidUntil
);

/// <summary>A code that lowers prices, so many times. That an event has a code once is decided by
/// vouchers_code_once_per_event; a made-up one that is there already is made up anew.</summary>
public static class CreateVoucher
{
    private const int MadeUpLength = 8;
    private const int AttemptsMax = 5;

    /// <summary>Without those that are taken for another: 0 and O, 1, I and L, 5 and S, 2 and Z, 8 and B, U and
    /// V.</summary>
    private const string Signs = "34679ACDEFGHJKMNPQRTWXY";

    public static async Task<Results<Created<VoucherDetails>, Problem>> Handle(
        long id,
        CreateVoucherRequest request,
        Caller caller,
        SeatmateDb db,
        IEventTerms events,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var (refusal, terms) = await events.FindManaged(id, caller, cancel);
        if (refusal is not null)
            return refusal;
        if (request.Uses is null || request.PercentOff is null)
            return Problem.Invalid(request.Uses is null ? "uses" : "percent_off", "This must be said.");
        var validUntil = request.ValidUntil is { Length: > 0 } until
            ? WallTime.Read(until, terms.TimeZone)?.Instant
            : null;
        if (validUntil <= clock.GetUtcNow())
            return Problem.Invalid("valid_until", "This is over already.");
        var section = await db
            .Sections.Where(section => section.EventId == id && section.Name == request.Section)
            .Select(section => (long?)section.Id)
            .SingleOrDefaultAsync(cancel);
        if (request.Section is not null && section is null)
            return Problem.Invalid("section", "This event has no such section.");
        if (await Write(db, terms, request, section, validUntil, caller.UserId, cancel) is not { } made)
            return Problem.Conflict("voucher-code-taken", "This event has a voucher with this code already");
        var details = await db.Show(db.Vouchers.Where(voucher => voucher.Id == made)).SingleAsync(cancel);
        return TypedResults.Created($"/events/{id}/vouchers", details);
    }

    /// <summary>The voucher's id; null when the event has one with the code that was asked for.</summary>
    private static async Task<long?> Write(
        SeatmateDb db,
        EventTerms terms,
        CreateVoucherRequest request,
        long? sectionId,
        DateTimeOffset? validUntil,
        long actorId,
        CancellationToken cancel
    )
    {
        var asked = Voucher.ReadCode(request.Code);
        for (var attempt = 1; ; attempt++)
        {
            var voucher = new Voucher
            {
                EventId = terms.EventId,
                Code = asked ?? RandomNumberGenerator.GetString(Signs, MadeUpLength),
                PercentOff = request.PercentOff!.Value,
                SectionId = sectionId,
                ValidUntil = validUntil,
            };
            try
            {
                return await db.InTransaction(
                    () => Add(db, voucher, request.Uses!.Value, actorId, terms.OrganiserId, cancel),
                    cancel
                );
            }
            catch (DbUpdateException error)
                when (error.BrokenConstraint() == TicketingTables.VoucherCodeOnce && attempt < AttemptsMax)
            {
                db.ChangeTracker.Clear();
                if (asked is not null)
                    return null;
            }
        }
    }

    private static async Task<long> Add(
        SeatmateDb db,
        Voucher voucher,
        long uses,
        long actorId,
        long organiserId,
        CancellationToken cancel
    )
    {
        db.Vouchers.Add(voucher);
        await db.SaveChangesAsync(cancel);
        db.Stocks.Add(
            new()
            {
                EventId = voucher.EventId,
                Kind = StockKind.Voucher,
                SubjectId = voucher.Id,
                Capacity = uses,
            }
        );
        db.Note(
            actorId,
            "ticketing.voucher_created",
            $"voucher:{voucher.Id}",
            new
            {
                voucher.EventId,
                voucher.PercentOff,
                Uses = uses,
            },
            organiserId
        );
        return voucher.Id;
    }
}
