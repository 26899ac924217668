namespace Seatmate.Tests.Contract;

/// <summary>What nobody sends who means well.</summary>
internal static class Nonsense
{
    public static readonly string[] NotANumber =
    [
        "abc",
        "-",
        "1.5",
        "1e3",
        "0x10",
        "9223372036854775808",
        "-9223372036854775809",
        "null",
        "%20",
        "1%20OR%201=1",
        "%F0%9F%8E%AB",
        "%D9%A1",
        "%27%3B%20DROP%20TABLE%20users--",
        "..%2F..%2Fetc%2Fpasswd",
        "%ED%A0%80",
        "1,2",
    ];

    public static readonly string[] NobodysNumber = ["0", "-1", "999999999", "9223372036854775807"];

    public static readonly string[] WildWords =
    [
        "%25",
        "_",
        "%5C",
        "%27",
        "%22",
        "%3Cscript%3E",
        "%F0%9F%8E%AB",
        "%E2%80%AE",
        "%ED%A0%80",
        "%C3%28",
        "%0A",
        new('x', 5000),
    ];

    public static readonly string[] UnreadableBodies =
    [
        "",
        " ",
        "null",
        "[]",
        "[{}]",
        "7",
        "\"text\"",
        "true",
        "{",
        "}",
        "{]",
        "{\"a\"",
        "{\"a\":}",
        "{} {}",
        "{'a':1}",
        "{\"a\":1,}",
        "NaN",
        "// {}",
        "<xml/>",
        "a=b",
        "\0",
        "{\"a\":\"\\ud8\"}",
        "{\"a\":" + string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 101),
        "{\"a\":" + new string('[', 100) + new string(']', 100) + "}",
    ];
}
