using Seatmate.Platform;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Ticketing.Lanes;

/// <summary>An answer as it goes over the wire, and as it is kept for a repetition.</summary>
public sealed record LaneAnswer(int Status, string ContentType, string? Location, byte[] Body);

/// <summary>Places that somebody wants in one section: so many, or these seats.</summary>
public sealed record WantedLine(string Section, int Quantity, IReadOnlyList<long> SeatIds)
{
    /// <summary>The same as was held once, in the section of this name.</summary>
    public static WantedLine Again(PricedLine held, string section) =>
        new(section, held.Quantity, held.Seats?.Select(seat => seat.Id).ToArray() ?? []);
}

/// <summary>What somebody wants of an event, in the queue of its lane, until the answer is there. It says what its
/// batch has to read for it.</summary>
public abstract class Wish(Asker asker, RequestKey? key, CancellationToken cancel)
{
    private readonly TaskCompletionSource<LaneAnswer?> answer = new();
    private LaneAnswer? given;

    public Asker Asker { get; } = asker;
    public RequestKey? Key { get; } = key;

    /// <summary>From where it is asked, for the audit.</summary>
    public AuditPlace? Place { get; init; }

    /// <summary>The hold it is about, when there is one already.</summary>
    public virtual long? HoldId => null;

    /// <summary>Whose limit counts; nobody's yet for a guest who has not said who they are.</summary>
    public virtual BuyerKey? Buyer => Asker.UserId is { } person ? new(IsGuest: false, person) : null;

    public virtual IReadOnlyList<WantedLine> Lines => [];
    public virtual string? Voucher => null;

    /// <summary>Nobody waits for it any more; it is dropped before its batch, never in it.</summary>
    public bool IsCancelled => cancel.IsCancellationRequested;

    /// <summary>Null when the order was placed before: it is to be shown as it is.</summary>
    public Task<LaneAnswer?> Answer => answer.Task;

    public bool IsAnswered { get; private set; }

    /// <summary>It is as it is: the answer is committed, and waits to be given.</summary>
    public void Succeed(LaneAnswer? committed) => (IsAnswered, given) = (true, committed);

    /// <summary>Gives the answer. Whoever waited for it goes on in this very call, up to their next wait.</summary>
    public void Give() => answer.SetResult(given);

    public void Fail(Exception error)
    {
        if (IsAnswered)
            return;
        IsAnswered = true;
        answer.SetException(error);
    }

    public void Drop()
    {
        IsAnswered = true;
        answer.SetCanceled(cancel);
    }
}

/// <summary>Places in one section, or seats of it, ordered at once.</summary>
public sealed class BookWish(long buyerId, WantedLine line, RequestKey? key, CancellationToken cancel)
    : Wish(new(buyerId, null), key, cancel)
{
    public override IReadOnlyList<WantedLine> Lines { get; } = [line];
}

/// <summary>Places, to be held; instead of what is held already when there is a hold.</summary>
/// <param name="lines">Null leaves those of the hold.</param>
/// <param name="voucher">Null leaves that of the hold, an empty one takes it off.</param>
public sealed class HoldWish(
    Asker asker,
    long? holdId,
    IReadOnlyList<WantedLine>? lines,
    string? voucher,
    RequestKey? key,
    CancellationToken cancel
) : Wish(asker, key, cancel)
{
    public override long? HoldId { get; } = holdId;
    public override IReadOnlyList<WantedLine> Lines { get; } = lines ?? [];
    public override string? Voucher { get; } = voucher.OrNull();
    public bool LeavesLines { get; } = lines is null;
    public bool LeavesVoucher { get; } = voucher is null;
}

/// <summary>More time for a hold.</summary>
public sealed class ExtendWish(Asker asker, long holdId, RequestKey? key, CancellationToken cancel)
    : Wish(asker, key, cancel)
{
    public override long? HoldId { get; } = holdId;
}

/// <summary>A hold is given back.</summary>
public sealed class ReleaseWish(Asker asker, long holdId, CancellationToken cancel)
    : Wish(asker, null, cancel)
{
    public override long? HoldId { get; } = holdId;
}

/// <summary>Whom a guest's order is for, as they say it.</summary>
public sealed record GuestContact(string Email, string Name);

/// <summary>The guest of an address, and who has an account with it: they are counted then.</summary>
public readonly record struct KnownGuest(long Id, long? UserId);

/// <summary>What is held is ordered.</summary>
public sealed class OrderWish(
    Asker asker,
    long holdId,
    GuestContact? contact,
    RequestKey? key,
    CancellationToken cancel
) : Wish(asker, key, cancel)
{
    public GuestContact? Contact { get; } = contact;

    /// <summary>Who that is; found before it is decided.</summary>
    public KnownGuest? Guest { get; set; }
    public override long? HoldId { get; } = holdId;
    public override BuyerKey? Buyer =>
        Guest is not { } guest ? base.Buyer
        : guest.UserId is { } person ? new(IsGuest: false, person)
        : new(IsGuest: true, guest.Id);
}
