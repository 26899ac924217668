using System.CommandLine;
using Npgsql;
using Seatmate.Platform.Commands;

namespace Seatmate.Ticketing;

/// <summary>`seatmate tickets-sold n` prints `Total tickets sold for Event ID n: k`.</summary>
public static class TicketsSold
{
    public static Command Command()
    {
        var id = new Argument<long>("event") { Description = "The event's id." };
        var command = new Command("tickets-sold", "Print how many tickets of an event are sold.")
        {
            id,
            CommandSettings.Data,
        };
        command.SetAction(
            async (arguments, cancel) =>
            {
                var eventId = arguments.GetValue(id);
                await using var database = await Borrowed.NewestDatabase(
                    CommandSettings.Read(arguments),
                    cancel
                );
                Console.WriteLine(
                    $"Total tickets sold for Event ID {eventId}: {await Count(database.Source, eventId, cancel)}"
                );
                return 0;
            }
        );
        return command;
    }

    private static async Task<long> Count(NpgsqlDataSource database, long eventId, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT count(ticket.id) FROM events.events AS event
            LEFT JOIN ticketing.tickets AS ticket ON ticket.event_id = event.id AND ticket.status = 'valid'
            WHERE event.id = $1 GROUP BY event.id
            """
        );
        command.Parameters.AddWithValue(eventId);
        return await command.ExecuteScalarAsync(cancel) as long?
            ?? throw new Platform.StartRefusedException($"Event with id {eventId} not found.");
    }
}
