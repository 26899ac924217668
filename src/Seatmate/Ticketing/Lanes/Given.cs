namespace Seatmate.Ticketing.Lanes;

/// <summary>A lane's answer as the result of a request.</summary>
public sealed class Given(LaneAnswer answer) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        if (answer.Location is not null)
            response.Headers.Location = answer.Location;
        return response.Body.WriteAsync(answer.Body, httpContext.RequestAborted).AsTask();
    }
}
