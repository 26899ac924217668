using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Sessions;

/// <summary>Knows the devices that a person has signed in from: a browser by a signed cookie that it got when it first
/// did, anything else by program and address.</summary>
public sealed class Devices(SeatmateDb db, Secrets secrets, TimeProvider clock)
{
    public static readonly OwnCookie Cookie = new("seatmate_device");

    /// <summary>Which device of this person sent the request, by its cookie; null when it shows none of
    /// theirs.</summary>
    public long? Shown(long? userId, HttpContext context)
    {
        if (
            userId is not { } owner
            || Cookie.Read(context)?.Split('.') is not [var number, var signature]
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        )
            return null;
        var right = Encoding.ASCII.GetBytes(Sign(id, owner));
        return CryptographicOperations.FixedTimeEquals(right, Encoding.UTF8.GetBytes(signature)) ? id : null;
    }

    /// <summary>Whether the request comes from where this person has been before.</summary>
    public async Task<bool> Knows(long userId, HttpContext context, CancellationToken cancel)
    {
        var (shown, origin) = (Shown(userId, context), Origin.Of(context));
        return await db.Devices.AnyAsync(
            device =>
                device.UserId == userId
                && (device.Id == shown || device.Name == origin.Device && device.Address == origin.Address),
            cancel
        );
    }

    /// <summary>Notes that a person signs in from here, and what the cookie of this device says. Of another device than
    /// any before they are told by mail; of their very first they are not.</summary>
    public async Task<string> See(long userId, HttpContext context, CancellationToken cancel)
    {
        var (now, origin) = (clock.GetUtcNow(), Origin.Of(context));
        if (Shown(userId, context) is { } shown && await Renew(shown, userId, now, cancel))
            return Signed(shown, userId);
        var seen = await db
            .Database.SqlQuery<SeenDevice>(
                $"""
                INSERT INTO accounts.devices (user_id, name, address, first_seen_at, last_seen_at)
                VALUES ({userId}, {origin.Device}, {origin.Address}, {now}, {now})
                ON CONFLICT ON CONSTRAINT devices_once_per_person DO UPDATE SET last_seen_at = excluded.last_seen_at
                RETURNING id AS "Id", xmax = 0 AS "IsNew", EXISTS (
                    SELECT FROM accounts.devices other WHERE other.user_id = {userId}) AS "HasOthers"
                """
            )
            .ToListAsync(cancel);
        var device = seen.Single();
        if (device is { IsNew: true, HasOthers: true })
            db.Publish(new NewDeviceSeen(userId, DeviceWords.Of(origin.Device), origin.Address, now));
        return Signed(device.Id, userId);
    }

    private async Task<bool> Renew(long id, long userId, DateTimeOffset now, CancellationToken cancel) =>
        await db
            .Devices.Where(device => device.Id == id && device.UserId == userId)
            .ExecuteUpdateAsync(set => set.SetProperty(device => device.LastSeenAt, now), cancel) == 1;

    private string Signed(long id, long userId) => $"{id}.{Sign(id, userId)}";

    private string Sign(long id, long userId) =>
        Base64Url.EncodeToString(
            HMACSHA256.HashData(secrets.DeviceKey, Encoding.ASCII.GetBytes($"{id}.{userId}"))
        );

    private sealed record SeenDevice(long Id, bool IsNew, bool HasOthers);
}
