namespace Seatmate.Notifications.Health;

public enum ProofState
{
    Good,

    /// <summary>It is there, and proves little.</summary>
    Weak,

    Missing,

    /// <summary>Nobody answered, or it is not known what to ask for.</summary>
    Unknown,
}

/// <summary>One of the records by which mail servers believe that mails of a domain are its own.</summary>
public sealed record SenderProof(string Name, ProofState State, string? Record, string Advice)
{
    /// <summary>Who may send mails of the domain (RFC 7208).</summary>
    public static SenderProof Spf(string domain, IReadOnlyList<string>? texts)
    {
        var records = Those(texts, "v=spf1");
        return records switch
        {
            null => Unasked("SPF"),
            [] => new(
                "SPF",
                ProofState.Missing,
                null,
                $"Add a TXT record to {domain}: v=spf1 and your mail server."
            ),
            [_, _, ..] => new(
                "SPF",
                ProofState.Weak,
                records[0],
                "There are several; only one may begin with v=spf1."
            ),
            [var record]
                when record.EndsWith("+all", StringComparison.Ordinal)
                    || record.EndsWith(" all", StringComparison.Ordinal) => new(
                "SPF",
                ProofState.Weak,
                record,
                "It lets everybody send; let it end with -all or ~all."
            ),
            [var record] => new(
                "SPF",
                ProofState.Good,
                record,
                "It says who may send. Check that your mail server is in it."
            ),
        };
    }

    /// <summary>The key that the mail server signs with (RFC 6376).</summary>
    public static SenderProof Dkim(string? name, IReadOnlyList<string>? texts)
    {
        if (name is null)
            return new(
                "DKIM",
                ProofState.Unknown,
                null,
                "Set DKIM_SELECTOR to the selector that your mail server signs with."
            );
        var records = texts?.Where(text => text.Contains("p=", StringComparison.Ordinal)).ToArray();
        return records switch
        {
            null => Unasked("DKIM"),
            [] => new("DKIM", ProofState.Missing, null, $"There is no key at {name}."),
            [var record, ..] when KeyOf(record).Length == 0 => new(
                "DKIM",
                ProofState.Weak,
                record,
                "The key was taken back."
            ),
            [var record, ..] => new(
                "DKIM",
                ProofState.Good,
                record,
                "The key is there. The mail server has to sign with it."
            ),
        };
    }

    /// <summary>What to do with mails that prove neither (RFC 7489).</summary>
    public static SenderProof Dmarc(string domain, IReadOnlyList<string>? texts)
    {
        var records = Those(texts, "v=DMARC1");
        return records switch
        {
            null => Unasked("DMARC"),
            [] => new(
                "DMARC",
                ProofState.Missing,
                null,
                $"Add a TXT record to _dmarc.{domain}: v=DMARC1; p=quarantine."
            ),
            [var record, ..]
                when record
                    .Replace(" ", "", StringComparison.Ordinal)
                    .Contains("p=none", StringComparison.Ordinal) => new(
                "DMARC",
                ProofState.Weak,
                record,
                "It only watches; p=quarantine or p=reject protects."
            ),
            [var record, ..] => new("DMARC", ProofState.Good, record, "Forged mails are stopped."),
        };
    }

    /// <summary>The sender is at no domain that others could ask about.</summary>
    public static SenderProof Homeless(string name) =>
        new(name, ProofState.Unknown, null, "Set MAIL_FROM to an address of your domain.");

    private static SenderProof Unasked(string name) =>
        new(name, ProofState.Unknown, null, "No name server answered.");

    private static string[]? Those(IReadOnlyList<string>? texts, string begin) =>
        texts?.Where(text => text.StartsWith(begin, StringComparison.OrdinalIgnoreCase)).ToArray();

    private static string KeyOf(string record) =>
        record
            .Split(';', StringSplitOptions.TrimEntries)
            .Where(part => part.StartsWith("p=", StringComparison.Ordinal))
            .Select(part => part[2..])
            .FirstOrDefault("");
}
