namespace Seatmate.Tests.Accounts.Users;

public sealed class ShowUserByHandleTests
{
    [Fact]
    public async Task A_handle_leads_to_its_person()
    {
        var ben = await Cast.Ben();
        var handle = (await ben.Get($"/user/{ben.Id}")).Text("handle");

        (await (await Cast.Cleo()).Get($"/user/by-handle/{handle}")).ShouldBe(200).Id.ShouldBe(ben.Id);
    }

    [Fact]
    public async Task A_handle_of_any_script_leads_to_its_person()
    {
        var registration = new
        {
            name = "Σωκράτης ο Αθηναίος",
            user_name = $"Σωκράτης {Cast.NewEmail()}",
            email = Cast.NewEmail(),
            password = Cast.Password,
        };
        var made = (await TestServer.Shared.Anyone.Post("/auth/register", registration)).ShouldBe(201);
        var handle = Uri.EscapeDataString(made.Text("handle")!);

        (await (await Cast.Ben()).Get($"/user/by-handle/{handle}")).ShouldBe(200).Id.ShouldBe(made.Id);
    }

    [Theory]
    [InlineData("nobody-has-this-handle")]
    [InlineData("%25")]
    [InlineData("'%20OR%201=1--")]
    public async Task A_handle_of_nobody_is_not_found(string handle) =>
        (await (await Cast.Ben()).Get($"/user/by-handle/{handle}")).ShouldFail(
            404,
            "not-found",
            "No one goes by this name"
        );
}
