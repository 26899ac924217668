using Seatmate.Tests;
using Seatmate.Tests.Accounts.Exports;
using Seatmate.Tests.Concurrency;
using Seatmate.Tests.Notifications.Mails;
using Seatmate.Tests.Notifications.Reports;
using Seatmate.Tests.Platform;
using Seatmate.Tests.Platform.Commands;
using Seatmate.Tests.Platform.Database;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Seatmate.Tests;

/// <summary>Classes whose tests take longest in sum, most with processes of their own, begin first: none is left
/// to run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        .. new[]
        {
            typeof(BackUpTests),
            typeof(StartTests),
            typeof(MailDispatcherTests),
            typeof(FaultTests),
            typeof(KillTests),
            typeof(MailDeliveryTests),
            typeof(EmbeddedPostgresTests),
            typeof(AskForExportTests),
            typeof(SendMonthlyReportsTests),
        }.Select(type => $" {type.FullName} "),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections
    )
        where TTestCollection : ITestCollection =>
        [
            .. testCollections.OrderByDescending(collection =>
                Long.Any(name =>
                    collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)
                )
            ),
        ];
}
