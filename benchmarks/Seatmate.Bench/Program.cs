using System.CommandLine;
using Seatmate.Bench;

var root = new RootCommand("Measures Seatmate beside the limits of the machine it runs on.")
{
    OnSale.Command(),
    Browse.Command(),
    Growth.Command(),
    PlainServer.Command(),
};
return await root.Parse(args).InvokeAsync();
