using System.Collections.Frozen;

namespace Seatmate.Platform;

/// <summary>The currencies that ISO 4217 lists as in use, and the digits of their smallest units; without metals,
/// units of account and codes for tests. What is sold in one that is listed no more stays as it was
/// written.</summary>
public static class Currencies
{
    private const int UsualDigits = 2;

    private const string Active = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
        CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF
        GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR
        LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN
        PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS
        TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR
        ZMW ZWG
        """;

    private static readonly FrozenDictionary<string, int> Digits = Words(Active)
        .ToFrozenDictionary(code => code, OddDigits, StringComparer.Ordinal);

    /// <summary>True for a code in upper case that is in use.</summary>
    public static bool Has(string code) => Digits.ContainsKey(code);

    /// <summary>Digits after the point.</summary>
    public static int MinorDigits(string code) => Digits.GetValueOrDefault(code, UsualDigits);

    private static int OddDigits(string code) =>
        code switch
        {
            "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" => 0,
            "RWF" or "UGX" or "UYI" or "VND" or "VUV" or "XAF" or "XOF" or "XPF" => 0,
            "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
            "CLF" or "UYW" => 4,
            _ => UsualDigits,
        };

    private static string[] Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
