using System.Collections.Concurrent;

namespace Seatmate.Platform.Ready;

/// <summary>The ready answers of this process, never more than so many bytes: whoever was asked for longest ago leaves
/// first.</summary>
public sealed class ReadyMemory(long bytesMax = ReadyMemory.BytesMax)
{
    private const long BytesMax = 64 * 1024 * 1024;
    private const double RoomAfterwards = 0.9;

    private readonly ConcurrentDictionary<string, ReadySlot> slots = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private long bytes;

    public long Bytes => Interlocked.Read(ref bytes);

    public int Count => slots.Count;

    /// <summary>The slot of this name; a new one keeps what the request asks.</summary>
    public ReadySlot Slot(string key, HttpContext context) =>
        slots.TryGetValue(key, out var slot)
            ? slot
            : slots.GetOrAdd(key, static (key, context) => new(key, new(context)), context);

    /// <summary>Remembers the answer, or forgets the slot when it is not worth it. A slot that has left meanwhile keeps
    /// nothing: its bytes would never be counted off.</summary>
    public void Keep(ReadySlot slot, ReadyAnswer? answer)
    {
        lock (gate)
        {
            if (!slots.TryGetValue(slot.Key, out var known) || known != slot)
                return;
            if (answer is not { IsWorthKeeping: true })
            {
                Drop(slot);
                return;
            }
            bytes += Weight(slot.Key, answer) - Weight(slot.Key, slot.Kept);
            slot.Kept = answer;
            if (bytes > bytesMax)
                MakeRoom();
        }
    }

    private void MakeRoom()
    {
        foreach (var slot in slots.Values.Where(slot => slot.Kept is not null).OrderBy(slot => slot.UsedAt))
        {
            if (bytes <= bytesMax * RoomAfterwards)
                return;
            Drop(slot);
        }
    }

    private void Drop(ReadySlot slot)
    {
        slots.TryRemove(new(slot.Key, slot));
        bytes -= Weight(slot.Key, slot.Kept);
        slot.Kept = null;
    }

    private static long Weight(string key, ReadyAnswer? answer) =>
        answer is null ? 0 : answer.Weight + sizeof(char) * key.Length;
}
