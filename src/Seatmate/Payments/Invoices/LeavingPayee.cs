using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;

namespace Seatmate.Payments.Invoices;

/// <summary>A person leaves: their invoices stay, without their name.</summary>
public sealed class LeavingPayee(SeatmateDb db) : IUserLeaving
{
    public Task Leave(long userId, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            UPDATE payments.invoices SET bill_to = 'A person who left Seatmate'
            FROM ticketing.orders WHERE orders.id = invoices.order_id AND orders.buyer_id = {userId}
            """,
            cancel
        );
}
