namespace Seatmate.Tests;

/// <summary>Keeps a reaction from what happens, until a test lets it know.</summary>
public static class WithheldReaction
{
    public static Task Withhold(this TestServer server, string reaction) =>
        server.Execute(
            $$"""
            CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                NEW.due_at := now() + interval '1 hour';
                RETURN NEW;
            END $$;
            CREATE TRIGGER later BEFORE INSERT ON platform.deliveries FOR EACH ROW
                WHEN (NEW.reaction = '{{reaction}}') EXECUTE FUNCTION later()
            """
        );

    /// <summary>All that was withheld is due at once.</summary>
    public static Task LetKnow(this TestServer server) =>
        server.Execute(
            "DROP TRIGGER later ON platform.deliveries; UPDATE platform.deliveries SET due_at = now() WHERE done_at IS NULL"
        );
}
