namespace Seatmate.Tests.Contract;

public sealed class AddressTests
{
    [Fact]
    public async Task Every_address_works_with_a_slash_at_its_end()
    {
        var faults = new Faults();
        var ben = await Cast.Ben();
        foreach (var operation in (await Operation.All()).Where(operation => operation.IsRead))
        {
            var address = operation.Address(_ => "999999999").TrimEnd('/');
            var (without, with) = (await ben.Get(address), await ben.Get(address + "/"));
            faults.Check($"{operation}", () => with.ShouldBe(without.Status));
            if (without.Status >= 400)
                faults.Check($"{operation}", () => with.Bytes.ShouldBe(without.Bytes));
        }

        faults.ShouldBeNone(checksMin: 5);
    }

    [Theory]
    [InlineData("/nothing-is-here")]
    [InlineData("/user/1/nothing")]
    [InlineData("/auth")]
    [InlineData("/.git/config")]
    [InlineData("/..%2f..%2fetc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    public async Task An_address_where_nothing_is_says_so(string address)
    {
        foreach (var client in new[] { TestServer.Shared.Anyone, await Cast.Ben() })
            (await client.Get(address)).ShouldFail(404, "not-found", "There is nothing at this address");
    }

    [Fact]
    public async Task An_address_says_which_methods_it_has()
    {
        var answer = await (await Cast.Ben()).Delete("/auth/login");

        answer.ShouldFail(405, "method-not-allowed");
    }
}
