using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;

namespace Seatmate.Demo;

/// <summary>Plays the people of the demo data against the public API of a server.</summary>
public sealed class DemoTown(Uri server, NpgsqlDataSource database, TimeProvider clock) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = server };
    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> venues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> posts = new(StringComparer.Ordinal);

    public async Task Come(DemoData data, CancellationToken cancel)
    {
        foreach (var person in data.People)
            await SignUp(person, cancel);
        foreach (var venue in data.Venues)
            venues[venue.Key] = await Post(data.People[0].Key, "/venues", venue, cancel);
        foreach (var listed in data.Events)
            events[listed.Key] = await Post(listed.Organiser, "/events", Listing(listed), cancel);
        foreach (var booking in data.Bookings.OrderByDescending(booking => booking.HoursAgo))
            await Book(booking, cancel);
        foreach (var post in data.Posts.OrderByDescending(post => post.HoursAgo))
            await Write(post, cancel);
        foreach (var comment in data.Comments.OrderByDescending(comment => comment.HoursAgo))
            await Comment(comment, cancel);
        foreach (var like in data.Likes)
            await Post(like.Author, $"/posts/{posts[like.Post]}/likes", new { }, cancel);
        await Promote(data.People.Where(person => person.IsAdmin), cancel);
        while (await AnythingUnderWay(cancel))
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancel);
    }

    public void Dispose() => http.Dispose();

    private async Task SignUp(DemoPerson person, CancellationToken cancel)
    {
        var account = new
        {
            person.Name,
            user_name = person.UserName,
            person.Email,
            DemoData.Password,
            person.Dob,
        };
        await Send(null, "/auth/register", account, cancel);
        var signedIn = await Send(null, "/auth/login", new { person.Email, DemoData.Password }, cancel);
        tokens[person.Key] = signedIn.GetProperty("token").GetString()!;
    }

    private object Listing(DemoEvent listed)
    {
        var today = clock.GetUtcNow().UtcDateTime.Date;
        var start = today.AddDays(listed.DaysFromNow) + Time(listed.LocalTime);
        return new
        {
            listed.Title,
            listed.Description,
            date = Wall(start),
            ends_at = Wall(start.AddMinutes(listed.DurationMinutes)),
            sale_starts_at = listed.SaleDaysFromNow is { } days
                ? Wall(today.AddDays(days) + Time(listed.SaleLocalTime))
                : null,
            time_zone = listed.TimeZone,
            venue_id = listed.Venue is { } venue ? venues[venue] : (long?)null,
            listed.Location,
            listed.Tags,
            ticket_price = Price(listed.TicketPrice),
            listed.Currency,
            tax_percent = Price(listed.TaxPercent),
            listed.Status,
            max_tickets_per_user = listed.MaxTicketsPerUser,
            sections = listed.Sections is [] ? null : listed.Sections.Select(Section),
        };
    }

    private static object Section(DemoSection section) =>
        new
        {
            section.Name,
            price = Price(section.Price),
            section.Capacity,
        };

    private async Task Book(DemoBooking booking, CancellationToken cancel)
    {
        var wish = new { total_tickets = booking.Tickets, seat_section = booking.Section };
        var order = await Send(booking.Buyer, $"/events/{events[booking.Event]}/attending", wish, cancel);
        if (order.GetProperty("pay_url").GetString() is { } pay)
            await Send(
                null,
                pay.Replace("/pay/sandbox/", "/sandbox/payments/", StringComparison.Ordinal),
                new { outcome = "pay" },
                cancel
            );
        await Backdate("ticketing.orders", order.GetProperty("id").GetInt64(), booking.HoursAgo, cancel);
    }

    private async Task Write(DemoPost post, CancellationToken cancel)
    {
        var eventId = post.Event is { } key ? events[key] : (long?)null;
        var id = await Post(
            post.Author,
            "/posts",
            new
            {
                post.Title,
                post.Content,
                post.Location,
                event_id = eventId,
            },
            cancel
        );
        posts[post.Key] = id;
        await Backdate("social.posts", id, post.HoursAgo, cancel);
    }

    private async Task Comment(DemoComment comment, CancellationToken cancel)
    {
        var id = await Post(
            comment.Author,
            $"/posts/{posts[comment.Post]}/comments",
            new { comment.Content },
            cancel
        );
        await Backdate("social.comments", id, comment.HoursAgo, cancel);
    }

    private async Task<long> Post(string person, string path, object body, CancellationToken cancel) =>
        (await Send(person, path, body, cancel)).GetProperty("id").GetInt64();

    private async Task<JsonElement> Send(string? person, string path, object body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = JsonContent.Create(body, options: Platform.Http.JsonShape.Options);
        if (person is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens[person]);
        using var answer = await http.SendAsync(request, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException(
                $"Demo data: {path} answers {(int)answer.StatusCode}: {text}"
            );
    }

    private async Task Backdate(string table, long id, int hours, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"UPDATE {table} SET created_at = now() - $2, updated_at = now() - $2 WHERE id = $1"
        );
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(TimeSpan.FromHours(hours));
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<bool> AnythingUnderWay(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT EXISTS (SELECT FROM platform.facts WHERE NOT fanned_out)
                OR EXISTS (SELECT FROM platform.deliveries WHERE done_at IS NULL AND attempts = 0)
            """
        );
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private async Task Promote(IEnumerable<DemoPerson> admins, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "UPDATE accounts.users SET role = 'admin' WHERE email = ANY ($1)"
        );
        command.Parameters.AddWithValue(admins.Select(person => person.Email).ToArray());
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static TimeSpan Time(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    private static string Wall(DateTime time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static decimal Price(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
