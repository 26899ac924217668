using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Seatmate.Tests.Accounts.Passkeys;

/// <summary>A device that makes a passkey (ES256) and signs with it, as WebAuthn says; or not quite as it says, for
/// what must be refused.</summary>
internal sealed class SoftKey(string origin) : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HasKey = 0x40;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(32);
    private uint count;

    public string Origin { get; set; } = origin;
    public string Domain { get; set; } = "localhost";
    public bool ChecksItsOwner { get; set; } = true;

    public static SoftKey For(TestServer server) => new($"http://localhost:{server.Settings.Port}");

    /// <summary>What `navigator.credentials.create()` answers.</summary>
    public string Make(string optionsJson)
    {
        var half = Map(
            (Number(1), Number(2)),
            (Number(3), Number(-7)),
            (Number(-1), Number(1)),
            (Number(-2), Bytes(key.ExportParameters(false).Q.X!)),
            (Number(-3), Bytes(key.ExportParameters(false).Q.Y!))
        );
        byte[] made = [.. new byte[16], 0, (byte)id.Length, .. id, .. half];
        var statement = Map(
            (Text("fmt"), Text("none")),
            (Text("attStmt"), Map()),
            (Text("authData"), Bytes(Data(HasKey, made)))
        );
        var response = new
        {
            clientDataJSON = Coded(ClientData("webauthn.create", optionsJson)),
            attestationObject = Coded(statement),
            transports = new[] { "internal" },
        };
        return Credential(response);
    }

    /// <summary>What `navigator.credentials.get()` answers.</summary>
    public string Sign(string optionsJson, long userId)
    {
        count++;
        var (data, client) = (Data(0, []), ClientData("webauthn.get", optionsJson));
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        var signature = key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var response = new
        {
            clientDataJSON = Coded(client),
            authenticatorData = Coded(data),
            signature = Coded(signature),
            userHandle = Coded(Encoding.UTF8.GetBytes($"{userId}")),
        };
        return Credential(response);
    }

    public void Dispose() => key.Dispose();

    private string Credential(object response) =>
        JsonSerializer.Serialize(
            new
            {
                id = Coded(id),
                rawId = Coded(id),
                type = "public-key",
                authenticatorAttachment = "platform",
                clientExtensionResults = new { },
                response,
            }
        );

    private byte[] ClientData(string type, string optionsJson)
    {
        var challenge = JsonDocument.Parse(optionsJson).RootElement.GetProperty("challenge").GetString();
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type,
                challenge,
                origin = Origin,
                crossOrigin = false,
            }
        );
    }

    private byte[] Data(byte flags, byte[] made)
    {
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, count);
        var all = (byte)(flags | Present | (ChecksItsOwner ? Verified : 0));
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Domain)), all, .. counter, .. made];
    }

    private static string Coded(byte[] bytes) => Base64Url.EncodeToString(bytes);

    // As much CBOR (RFC 8949) as that takes.
    private static byte[] Number(int value) => value >= 0 ? [(byte)value] : [(byte)(0x20 | (-1 - value))];

    private static byte[] Text(string text) => [(byte)(0x60 | text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Bytes(byte[] bytes) =>
        bytes.Length < 256
            ? [0x58, (byte)bytes.Length, .. bytes]
            : [0x59, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];

    private static byte[] Map(params (byte[] Name, byte[] Value)[] pairs) =>
        [(byte)(0xA0 | pairs.Length), .. pairs.SelectMany(pair => pair.Name.Concat(pair.Value))];
}
