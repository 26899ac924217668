using System.Text.Json;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Holds;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Lanes;

/// <summary>Turns verdicts into answers, before they are committed, so that they can be kept with their
/// effect.</summary>
public sealed class LaneAnswers(HoldTokens tokens)
{
    private const string Json = "application/json; charset=utf-8";

    /// <summary>Null when the order was placed before: it is to be shown as it is by then.</summary>
    public LaneAnswer? Of(
        Wish wish,
        Verdict verdict,
        BatchState state,
        IReadOnlyDictionary<long, UserSummary> people
    )
    {
        if (verdict.Outcome == BookingOutcome.OrderedAlready)
            return null;
        if (verdict.Outcome is BookingOutcome.HoldChanged or BookingOutcome.PriceChanged)
            return Of(verdict.Outcome.Explain(state.Terms, verdict.About).With(Show(verdict.Order!, state)));
        if (verdict.Outcome != BookingOutcome.Done)
            return Of(verdict.Outcome.Explain(state.Terms, verdict.About));
        var order = verdict.Order!;
        var buyer = order.BuyerId is { } id ? people.GetValueOrDefault(id) : null;
        return wish switch
        {
            BookWish => Created(
                $"/events/{state.Terms.EventId}/attending/{order.Id}",
                BookingViews.Show(order, state, buyer)
            ),
            OrderWish => Created($"/orders/{order.Id}", BookingViews.Show(order, state, buyer)),
            HoldWish { HoldId: null } => Created($"/holds/{order.Id}", Show(order, state)),
            ReleaseWish => Ok(new Done("Hold released")),
            _ => Ok(Show(order, state)),
        };
    }

    public static LaneAnswer Of(Problem problem) =>
        new(
            problem.Status,
            "application/problem+json",
            null,
            JsonSerializer.SerializeToUtf8Bytes(problem.Body, JsonShape.Options)
        );

    private HoldDetails Show(LaneOrder order, BatchState state) =>
        HoldDetails.Of(
            order.Id,
            HoldStatus.Held,
            state.Terms,
            order.Takings.Breakdown,
            order.Takings.Voucher?.Code,
            order.ExpiresAt,
            order.ExtendedAt is null,
            state.Now,
            order.BuyerId is null ? tokens.Of(order.BookingId) : null
        );

    private static LaneAnswer Created<T>(string location, T body) =>
        new(StatusCodes.Status201Created, Json, location, Bytes(body));

    private static LaneAnswer Ok<T>(T body) => new(StatusCodes.Status200OK, Json, null, Bytes(body));

    private static byte[] Bytes<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, JsonShape.Options);
}
