using System.Buffers.Text;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Seatmate.Platform;
using Seatmate.Ticketing.Tickets;

namespace Seatmate.Tests.Ticketing.Tickets;

/// <summary>As a scanner sees them: it has the public key and nothing else.</summary>
public sealed class TicketCodesTests
{
    private static readonly TicketCodes Codes = new(new Secrets(TestServer.JwtSecret));

    [Fact]
    public async Task A_code_is_signed_and_names_its_ticket_and_event()
    {
        var ticket = await AnyTicket();

        var parts = Codes.Of(ticket).Split('.');

        parts[..3].ShouldBe(["SM1", ticket.Number, $"{ticket.EventId}"]);
        IsGenuine(string.Join('.', parts)).ShouldBeTrue();
        Codes.Of(ticket).ShouldBe(Codes.Of(ticket));
    }

    [Fact]
    public async Task A_code_altered_anywhere_is_not_genuine()
    {
        var code = Codes.Of(await AnyTicket());

        for (var place = 0; place < code.Length - 1; place++)
        {
            var other = code[place] == 'A' ? 'B' : 'A';
            IsGenuine(code[..place] + other + code[(place + 1)..]).ShouldBeFalse($"altered at {place}");
        }
    }

    [Fact]
    public async Task A_code_of_another_installation_is_not_genuine()
    {
        var foreign = new TicketCodes(new Secrets("another-secret-that-is-also-long-enough"));

        IsGenuine(foreign.Of(await AnyTicket())).ShouldBeFalse();
    }

    private static bool IsGenuine(string code)
    {
        var end = code.LastIndexOf('.');
        if (end < 0 || !Base64Url.IsValid(code.AsSpan(end + 1)))
            return false;
        var body = Encoding.UTF8.GetBytes(code[..end]);
        var verifier = new Ed25519Signer();
        verifier.Init(false, new Ed25519PublicKeyParameters(Codes.PublicKey, 0));
        verifier.BlockUpdate(body, 0, body.Length);
        return verifier.VerifySignature(Base64Url.DecodeFromChars(code.AsSpan(end + 1)));
    }

    private static async Task<Ticket> AnyTicket()
    {
        var booking = (await (await Cast.Ben()).Book(await Evening.New())).ShouldBe(201);
        var id = TicketNumber.IdOf(booking.TicketNumbers()[0]);
        return (await TestServer.Shared.InScope(async db => await db.Set<Ticket>().FindAsync(id)))!;
    }
}
