using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Outbox;

namespace Seatmate.Notifications.Mails;

/// <summary>Sends the code that signs a person in; it stands alone on its line.</summary>
public sealed class SendCodeOnSignInCodeMade(MailWriter mails, IPeople people) : IReaction<SignInCodeMade>
{
    public async Task React(SignInCodeMade fact, CancellationToken cancel)
    {
        if (await people.Contact(fact.UserId, cancel) is not { } person)
            return;
        var to = Recipient.Of(person);
        var cause = $"{fact.UserId}.{Guid.CreateVersion7():N}";
        var values = new Dictionary<string, object?> { ["code"] = fact.Code };
        await mails.Write(new NewMail(MailKinds.SignInCode, to, cause, values), cancel);
    }
}
