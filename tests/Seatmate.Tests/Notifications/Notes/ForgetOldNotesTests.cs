using Microsoft.Extensions.DependencyInjection;
using Seatmate.Notifications.Mails;
using Seatmate.Notifications.Notes;
using Seatmate.Tests.Notifications.Mails;

namespace Seatmate.Tests.Notifications.Notes;

public sealed class ForgetOldNotesTests(OwnServer own) : IClassFixture<OwnServer>
{
    [Fact]
    public async Task What_is_too_old_goes_and_the_rest_stays()
    {
        var ben = await Cast.Ben(own.Server);
        await own.Server.WriteMails(MailKinds.Tickets, 3, "old", userId: ben.Id);
        await own.Server.Execute(
            """
            UPDATE notifications.notes SET written_at = now() - interval '91 days'
            WHERE id < (SELECT max(id) FROM notifications.notes)
            """
        );

        await using var scope = own.Server.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<ForgetOldNotes>()
            .Run(TestContext.Current.CancellationToken);

        (await ben.Titles()).Count.ShouldBe(1);
    }
}
