using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Jobs;
using Seatmate.Platform.Outbox;
using Seatmate.Platform.Ready;
using Seatmate.Platform.Retention;
using Seatmate.Platform.Time;

namespace Seatmate.Platform;

/// <summary>The program as a web application: what all modules stand on, then the modules, then the pages.</summary>
public static class SeatmateApp
{
    private static readonly TimeSpan FinishRequestsWithin = TimeSpan.FromSeconds(20);

    /// <summary>Builds the application; the modules add their services and endpoints through the two
    /// actions.</summary>
    public static WebApplication Build(
        Settings settings,
        Secrets secrets,
        string connectionString,
        Action<IServiceCollection> addModules,
        Action<IEndpointRouteBuilder> mapModules
    )
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }
        );
        ConfigureServer(builder, settings);
        builder.Services.AddPlatform(settings, secrets, connectionString);
        addModules(builder.Services);

        var app = builder.Build();
        UnreadableRequests.Listen(app.Services);
        if (!ForwardsByItself(app.Configuration))
            app.UseForwardedHeaders();
        app.UseHeadRequests();
        app.UseMiddleware<UninterruptedBodies>();
        app.UseMiddleware<BrowserSafety>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UsePages();
        app.UseRouting();
        app.UseSlashesInAddresses();
        app.UseCors();
        app.UseMiddleware<UnreadBodies>();
        app.UseAuthentication();
        app.UseMiddleware<KeyScopes>();
        app.UseRateLimiter();
        app.UseMiddleware<ReadyAnswers>();
        app.UseAuthorization();
        app.UseMiddleware<RepeatedRequests>();
        app.MapHealth();
        app.MapApiDocument();
        app.MapGroup("/retention")
            .WithTags("Platform")
            .RequireAuthorization()
            .MapGet("/", ListRetention.Handle)
            .Named(nameof(ListRetention));
        mapModules(app.MapGroup("").RequireAuthorization().RefuseUnknownQueries());
        MakeEndpointsOnce(app);
        return app;
    }

    /// <summary>With ASPNETCORE_FORWARDEDHEADERS_ENABLED the framework reads the headers first. To read them once more
    /// would take what the client wrote for what a second proxy says.</summary>
    private static bool ForwardsByItself(IConfiguration configuration) =>
        configuration.GetValue("ForwardedHeaders_Enabled", false);

    /// <summary>Compiling every endpoint takes half a second of a processor, and routing and authorization would each
    /// have it done for themselves.</summary>
    private static void MakeEndpointsOnce(IEndpointRouteBuilder routes)
    {
        var made = new DefaultEndpointDataSource(
            new CompositeEndpointDataSource(routes.DataSources).Endpoints
        );
        routes.DataSources.Clear();
        routes.DataSources.Add(made);
    }

    private static void ConfigureServer(WebApplicationBuilder builder, Settings settings)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Limits.BodyBytesMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            if (settings.LoopbackOnly)
                kestrel.Listen(
                    IPAddress.Loopback,
                    settings.Port,
                    listen => listen.Protocols = HttpProtocols.Http1
                );
            else
                kestrel.ListenAnyIP(settings.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = FinishRequestsWithin);
        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Npgsql", LogLevel.Warning);
        builder.Logging.AddFilter(
            "Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware",
            LogLevel.None
        );
        // It tells when requests begin and end, and of a failed start, which is thrown as well; and while anybody could
        // read it, each request gets an activity.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
        builder.Logging.AddFilter("Seatmate.Accounts.Sessions.TokenAuthentication", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        if (settings.JsonLogs)
            builder.Logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
        else
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
    }

    public static void AddPlatform(
        this IServiceCollection services,
        Settings settings,
        Secrets secrets,
        string connectionString
    )
    {
        services.AddSingleton(settings);
        services.AddSingleton(secrets);
        services.AddHttpContextAccessor();
        services.AddSingleton(new DatabaseAddress(connectionString));
        services.AddDatabase(connectionString);
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<DatabaseClock>(provider, TimeProvider.System)
        );
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<DatabaseClock>());
        services.AddHostedService<ClockWatch>();
        services.AddSingleton<Rush>();
        services.AddSingleton<ISignalListener>(provider => provider.GetRequiredService<Rush>());
        services.AddSingleton<Trickle>();
        services.AddSingleton<OutboxDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxDispatcher>());
        services.AddHostedService<DatabaseSignals>();
        services.AddHostedService<JobRunner>();
        services.AddSingleton(new ReadyMemory());
        services.AddJob<ForgetOldRows>();
        services.AddJob<ForgetOldAudit>();
        services.AddJob<ProveInvariants>();
        services.AddSingleton<Doctor>();
        services.ConfigureHttpJsonOptions(json => JsonShape.Apply(json.SerializerOptions));
        services.AddExceptionHandler<Failures>();
        services.AddSingleton<IProblemDetailsWriter, ErrorShape>();
        services.AddProblemDetails();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddValidation();
        services.AddApiDocument();
        services.AddRateLimits(settings);
        services.AddTelemetry();
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationHandler, GuestEntry>();
        services.Configure<ForwardedHeadersOptions>(proxy =>
            proxy.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
        );
        services.AddCors(cors =>
            cors.AddDefaultPolicy(policy =>
                policy
                    .WithOrigins(settings.CorsOrigins)
                    .AllowAnyHeader()
                    .AllowAnyMethod()
                    .WithExposedHeaders("Link", "Location", "Retry-After", "ETag")
            )
        );
    }

    private static void AddDatabase(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => ConnectionPool.Open(connectionString));
        services.AddSingleton(ConnectionPool.UseOf(connectionString));
        services.AddSingleton(ProveInvariants.Connections);
        services.AddSingleton<OutboxWaker>();
        services.AddSingleton<Freshness>();
        services.AddSingleton<AuditOrigin>();
        services.AddDbContextPool<SeatmateDb>(
            (provider, options) =>
                options
                    // Without a source here it takes the one above; a source would be part of what EF keeps its
                    // compiled model and queries by, and each server of one process would compile them anew.
                    .UseNpgsql()
                    .AddInterceptors(
                        provider.GetRequiredService<OutboxWaker>(),
                        provider.GetRequiredService<Freshness>(),
                        provider.GetRequiredService<AuditOrigin>()
                    )
                    .ConfigureWarnings(warnings =>
                        warnings.Ignore(CoreEventId.SensitiveDataLoggingEnabledWarning)
                    )
        );
    }
}
