using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Notifications.Mails;

/// <summary>Sends the code that proves a new e-mail address; it stands alone on its line.</summary>
public sealed class SendCodeOnEmailChangeAsked(SeatmateDb db, IPeople people) : IReaction<EmailChangeAsked>
{
    public async Task React(EmailChangeAsked fact, CancellationToken cancel)
    {
        if (await people.Contact(fact.UserId, cancel) is not { } person)
            return;
        var body = $"""
            Hello {person.Name},

            this code confirms your new e-mail address at Seatmate. It is good for ten minutes:

            {fact.Code}

            If you did not ask for it, nothing changes.
            """;
        var to = person with { Email = fact.Email };
        var cause = $"{fact.UserId}.{Guid.CreateVersion7():N}";
        await db.Write([new(Recipient.Of(to), "email-code", cause, "Your code for Seatmate", body)], cancel);
    }
}
