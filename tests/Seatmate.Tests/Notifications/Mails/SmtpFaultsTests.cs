using System.Net.Mail;
using Seatmate.Notifications.Mails;

namespace Seatmate.Tests.Notifications.Mails;

public sealed class SmtpFaultsTests
{
    [Theory]
    [InlineData(450, false)]
    [InlineData(535, false)]
    [InlineData(554, false)]
    [InlineData(550, true)]
    [InlineData(552, true)]
    public void What_is_refused_because_of_us_is_not_refused_for_ever(int code, bool isForEver) =>
        SmtpFaults
            .IsForEver(new SmtpException((SmtpStatusCode)code, "no"), "ben@seatmate.example")
            .ShouldBe(isForEver);
}
