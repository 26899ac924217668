using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Tests.Platform.Http;

public sealed class EffectsServer : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync(map: Map);
        await Server.Execute(
            "CREATE TABLE public.effects (id bigint GENERATED ALWAYS AS IDENTITY, word text)"
        );
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    public Task<long> EffectsOf(string word) =>
        Server.Ask<long>("SELECT count(*) FROM public.effects WHERE word = $1", word);

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/effects/{word}", Leave);
        routes.MapPut("/effects/{word}", Leave);
        routes.MapPost("/others/{word}", Leave);
    }

    /// <summary>Leaves a row, and ends as asked.</summary>
    private static async Task<IResult> Leave(string word, string? end, SeatmateDb db)
    {
        await db.InTransaction(
            () => db.Database.ExecuteSqlAsync($"INSERT INTO public.effects (word) VALUES ({word})"),
            CancellationToken.None
        );
        var id = await db
            .Database.SqlQuery<long>($"SELECT max(id) AS \"Value\" FROM public.effects")
            .SingleAsync();
        return end switch
        {
            "throw" => throw new InvalidOperationException("as asked"),
            "503" => Problem.Busy("as asked"),
            "409" => Problem.Conflict("as-asked", $"As asked, {id}"),
            "401" => Problem.SignInNeeded(),
            "403" => Problem.Forbidden("As asked"),
            "429" => new Problem(429, "as-asked", "As asked"),
            _ => TypedResults.Created($"/effects/{id}", new { id, word = "größer 🎫" }),
        };
    }
}

public sealed class RepeatedRequestsTests(EffectsServer effects) : IClassFixture<EffectsServer>
{
    private static int words;
    private readonly string word = $"word-{Interlocked.Increment(ref words)}";

    [Fact]
    public async Task The_same_request_again_gets_the_same_answer_and_has_no_second_effect()
    {
        var ben = await Cast.Ben(effects.Server);

        var first = (await Post(ben, "key")).ShouldBe(201);
        var again = (await Post(ben, "key")).ShouldBe(201);

        again.Bytes.ShouldBe(first.Bytes);
        again.ContentType.ShouldBe(first.ContentType);
        again.Header("Location").ShouldBe(first.Header("Location"));
        (await effects.EffectsOf(word)).ShouldBe(1);
    }

    [Fact]
    public async Task Control_without_a_key_the_same_request_again_has_a_second_effect()
    {
        var ben = await Cast.Ben(effects.Server);

        await Race.AtOnce(2, _ => ben.Post($"/effects/{word}", new { }));

        (await effects.EffectsOf(word)).ShouldBe(2);
    }

    [Fact]
    public async Task Ten_at_once_have_one_effect_and_get_one_answer()
    {
        var ben = await Cast.Ben(effects.Server);

        var answers = await Race.AtOnce(10, _ => Post(ben, "key"));

        foreach (var answer in answers)
            answer.ShouldBe(201).Bytes.ShouldBe(answers[0].Bytes);
        (await effects.EffectsOf(word)).ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_by_the_effect_is_repeated_as_it_was()
    {
        var ben = await Cast.Ben(effects.Server);

        var first = (await Post(ben, "key", "?end=409")).ShouldFail(409, "as-asked");
        var again = await Post(ben, "key", "?end=409");

        again.ShouldFail(409, "as-asked");
        again.Bytes.ShouldBe(first.Bytes);
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        var ben = await Cast.Ben(effects.Server);
        (await Post(ben, "key")).ShouldBe(201);

        (await Post(ben, "key", body: new { other = true })).ShouldFail(422, "idempotency-key-reused");
        (await ben.Post($"/others/{word}", new { }, ("Idempotency-Key", "key"))).ShouldFail(
            422,
            "idempotency-key-reused"
        );
        (await effects.EffectsOf(word)).ShouldBe(1);
    }

    [Theory]
    [InlineData("throw", 500)]
    [InlineData("503", 503)]
    public async Task A_failure_of_ours_undoes_the_effect_and_may_be_tried_again(string end, int status)
    {
        var ben = await Cast.Ben(effects.Server);

        (await Post(ben, "key", $"?end={end}")).ShouldBe(status);
        (await effects.EffectsOf(word)).ShouldBe(0);

        (await Post(ben, "key", $"?end={end}")).ShouldBe(status);
        (await Post(ben, "key")).ShouldBe(201);
        (await effects.EffectsOf(word)).ShouldBe(1);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(429)]
    public async Task What_is_refused_only_for_now_is_not_kept(int status)
    {
        var ben = await Cast.Ben(effects.Server);

        (await Post(ben, "key", $"?end={status}")).ShouldBe(status);
        var answers = await Race.AtOnce(5, _ => Post(ben, "key", $"?end={status}"));

        foreach (var answer in answers)
            answer.ShouldBe(status).ShouldBeProblem();
        (await effects.EffectsOf(word)).ShouldBe(6);
        (await Post(ben, "key")).ShouldBe(201);
    }

    [Fact]
    public async Task Of_ten_at_once_after_a_refusal_that_is_not_kept_one_has_its_effect()
    {
        var ben = await Cast.Ben(effects.Server);
        (await Post(ben, "key", "?end=403")).ShouldBe(403);

        var answers = await Race.AtOnce(10, _ => Post(ben, "key"));

        foreach (var answer in answers)
            answer.ShouldBe(201).Bytes.ShouldBe(answers[0].Bytes);
        (await effects.EffectsOf(word)).ShouldBe(2);
    }

    [Fact]
    public async Task Who_proves_it_after_a_refusal_asks_again_with_the_same_key()
    {
        var ben = await Cast.Ben(effects.Server);
        await effects.Server.Execute(
            "UPDATE accounts.sessions SET proved_at = now() - interval '1 hour' WHERE user_id = $1",
            ben.Id
        );
        var key = ("Idempotency-Key", "go");
        (await ben.Post($"/user/{ben.Id}/erasure", null, key)).ShouldFail(403, "proof-needed");

        (await ben.Post("/auth/proof", new { password = Cast.Password })).ShouldBe(200);

        (await ben.Post($"/user/{ben.Id}/erasure", null, key)).ShouldBe(202);
    }

    [Fact]
    public async Task Wrong_proofs_under_one_key_or_many_are_slowed_down_all_the_same()
    {
        var ben = await Cast.Ben(effects.Server);
        var guess = new { password = "Wrong-1-one" };
        for (var attempt = 0; attempt < 20; attempt++)
            (await ben.Post("/auth/proof", guess, ("Idempotency-Key", $"guess-{attempt}"))).ShouldBeInvalid(
                "password"
            );
        await effects.Server.LengthenWaits();

        (await ben.Post("/auth/proof", guess, ("Idempotency-Key", "late"))).ShouldFail(429, "too-many-tries");
    }

    [Fact]
    public async Task The_key_of_somebody_else_is_another_key()
    {
        foreach (var person in new[] { await Cast.Ben(effects.Server), await Cast.Cleo(effects.Server) })
            (await Post(person, "key")).ShouldBe(201);

        (await effects.EffectsOf(word)).ShouldBe(2);
    }

    [Theory]
    [InlineData("a\tb", "The Idempotency-Key must not have control characters or broken Unicode.")]
    [InlineData("256", "The Idempotency-Key is too long.")]
    public async Task A_key_that_is_none_is_refused_and_nothing_happens(string key, string error)
    {
        var ben = await Cast.Ben(effects.Server);

        (await Post(ben, key == "256" ? new string('k', 256) : key)).ShouldFail(
            400,
            "idempotency-key",
            error
        );

        (await effects.EffectsOf(word)).ShouldBe(0);
    }

    [Fact]
    public async Task A_put_is_repeatable_by_itself_and_needs_no_key()
    {
        var ben = await Cast.Ben(effects.Server);
        for (var i = 0; i < 2; i++)
            (await ben.Put($"/effects/{word}", new { }, ("Idempotency-Key", "key"))).ShouldBe(201);

        (await effects.EffectsOf(word)).ShouldBe(2);
    }

    [Fact]
    public async Task The_answer_to_a_sign_in_is_never_kept()
    {
        var ben = await Cast.Ben(effects.Server);
        var login = new { email = ben.Email, password = Cast.Password };

        foreach (var address in new[] { "/auth/login", "/auth/session" })
            (
                await effects.Server.Anyone.Post(address, login, ("Idempotency-Key", word))
            ).Status.ShouldBeLessThan(300);

        (
            await effects.Server.Ask<long>(
                "SELECT count(*) FROM platform.repeated_requests WHERE key = $1",
                word
            )
        ).ShouldBe(0);
    }

    private Task<Answer> Post(Person person, string key, string query = "", object? body = null) =>
        person.Post($"/effects/{word}{query}", body ?? new { }, ("Idempotency-Key", key));
}
