using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Holds;
using Seatmate.Ticketing.Lanes;

namespace Seatmate.Ticketing.Orders;

/// <summary>Who has no account says who they are: name and e-mail.</summary>
public sealed record PlaceOrderRequest(
    [property: Required] long? HoldId,
    [property: GuestNameRule] string? Name,
    [property: EmailRule] string? Email
);

/// <summary>How a guest is called.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class GuestNameRule() : TextRule(1, 50);

/// <summary>Orders what is held, in the lane of the event: confirmed at once when nothing is due, otherwise to be paid
/// until the deadline. The hold's row becomes the order in one transaction, under its lock, so that twice at once makes
/// one order. In time the price shown is honoured; too late, what is left is offered again.</summary>
public static class PlaceOrder
{
    public static async Task<IResult> Handle(
        PlaceOrderRequest request,
        Asker asker,
        SeatmateDb db,
        HoldDesk desk,
        IPeople people,
        BookingViews views,
        HttpContext context,
        CancellationToken cancel
    )
    {
        var faults = new FieldFaults()
            .Required("hold_id", request.HoldId)
            .Text<GuestNameRule>("name", request.Name)
            .Text<EmailRule>("email", request.Email);
        if (faults.Problem is { } invalid)
            return invalid;
        var id = request.HoldId!.Value;
        GuestBuyer? guest = null;
        if (asker.UserId is null)
        {
            if (Unnamed(request) is { } refusal)
                return refusal;
            if (await desk.Find(id, asker, cancel) is not { HeldAt: not null })
                return Problem.NotFound("Hold not found");
            guest = await Guest(request.Email!, request.Name!, db, people, cancel);
        }
        if (await desk.EventOf(id, cancel) is not { } eventId)
            return Problem.NotFound("Hold not found");
        var wish = new OrderWish(asker, id, guest, RequestKey.Of(context), context.RequestAborted);
        if (await desk.Fulfil(eventId, wish) is { } answer)
            return new Given(answer);
        var order = await db.Orders.AsNoTracking().SingleAsync(order => order.Id == id, cancel);
        return TypedResults.Ok(await views.Show(order, asker.Viewer, cancel));
    }

    private static Problem? Unnamed(PlaceOrderRequest request) =>
        request.Email is null ? Problem.Invalid("email", "Say where your tickets should go.")
        : request.Name is null ? Problem.Invalid("name", "Say who you are.")
        : null;

    /// <summary>The guest of an address, made when first met; PostgreSQL lowers it, as guests_email_lower
    /// does.</summary>
    private static async Task<GuestBuyer> Guest(
        string email,
        string name,
        SeatmateDb db,
        IPeople people,
        CancellationToken cancel
    )
    {
        var ids = await db
            .Database.SqlQuery<long>(
                $"""
                WITH made AS (
                    INSERT INTO ticketing.guests (email) VALUES (lower({email})) ON CONFLICT DO NOTHING RETURNING id
                )
                SELECT id AS "Value" FROM made UNION ALL SELECT id FROM ticketing.guests WHERE email = lower({email})
                """
            )
            .ToListAsync(cancel);
        if (ids.Count == 0)
            return await Guest(email, name, db, people, cancel);
        return new(ids[0], await people.IdOf(email, cancel), name);
    }
}

/// <summary>An order, for the person who bought, or the guest who shows the hold's token.</summary>
public static class ShowOrder
{
    public static async Task<IResult> Handle(
        long id,
        Asker asker,
        HoldDesk desk,
        BookingViews views,
        CancellationToken cancel
    ) =>
        await desk.Find(id, asker, cancel) is { PlacedAt: not null } order
            ? TypedResults.Ok(await views.Show(order, asker.Viewer, cancel))
            : Problem.NotFound("Order", id);
}
