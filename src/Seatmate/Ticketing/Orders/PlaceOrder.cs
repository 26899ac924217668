using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
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
        var isGuest = asker.UserId is null;
        if (isGuest && Unnamed(request) is { } refusal)
            return refusal;
        var found = isGuest ? await desk.EventOf(id, asker, cancel) : await desk.EventOf(id, cancel);
        if (found is not { } eventId)
            return Problem.NotFound("Hold not found");
        var contact = isGuest ? new GuestContact(request.Email!, request.Name!) : null;
        var wish = new OrderWish(asker, id, contact, RequestKey.Of(context), context.RequestAborted)
        {
            Place = AuditPlace.Of(context),
        };
        if (await desk.Fulfil(eventId, wish) is { } answer)
            return new Given(answer);
        var order = await db.Orders.AsNoTracking().SingleAsync(order => order.Id == id, cancel);
        return await RepeatedRequests.Keep(context, await views.Show(order, asker.Viewer, cancel));
    }

    private static Problem? Unnamed(PlaceOrderRequest request) =>
        request.Email is null ? Problem.Invalid("email", "Say where your tickets should go.")
        : request.Name is null ? Problem.Invalid("name", "Say who you are.")
        : null;
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
