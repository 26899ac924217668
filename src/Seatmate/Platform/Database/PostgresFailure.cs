namespace Seatmate.Platform.Database;

/// <summary>Turns what PostgreSQL says when it does not work into one sentence.</summary>
internal static class PostgresFailure
{
    private static readonly string[] SignsOfFullDisk =
    [
        "No space left on device",
        "Disk quota exceeded",
        "wrote only",
    ];
    private static readonly string[] Marks = ["FATAL:", "PANIC:", "ERROR:", "error:"];

    public static StartRefusedException Explain(string whatFailed, string output)
    {
        if (Array.Exists(SignsOfFullDisk, sign => output.Contains(sign, StringComparison.Ordinal)))
            return new StartRefusedException($"{whatFailed}: the disk is full.");
        if (output.Contains("Cannot allocate memory", StringComparison.Ordinal))
            return new StartRefusedException($"{whatFailed}: there is not enough memory.");
        return new StartRefusedException($"{whatFailed} ({Reason(output)}).");
    }

    private static string Reason(string output)
    {
        foreach (var line in output.Split('\n'))
        {
            var mark = Array.Find(Marks, mark => line.Contains(mark, StringComparison.Ordinal));
            if (mark is not null)
                return line[(line.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..].Trim();
        }
        return ChildProcess.LastLine(output);
    }
}
