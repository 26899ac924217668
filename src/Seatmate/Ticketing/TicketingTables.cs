using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Ticketing.Orders;
using Seatmate.Ticketing.Sections;
using Seatmate.Ticketing.Stocks;
using Seatmate.Ticketing.Tickets;
using Seatmate.Ticketing.Vouchers;

namespace Seatmate.Ticketing;

public sealed class TicketingTables : IModuleTables
{
    public const string TakenWithinCapacity = "stocks_taken_within_capacity";
    public const string OneStockPerSubject = "stocks_one_per_subject";
    public const string ClosedTakeNothing = "stocks_closed_take_nothing";
    public const string StocksOfUser = "stocks_of_a_user";
    public const string SeatClaimedOnce = "seat_claims_one_per_seat";
    public const string OrdersNotOvertaken = "orders_not_overtaken";
    public const string StocksNotOvertaken = "stocks_not_overtaken";
    public const string TermsNotOvertaken = "terms_not_overtaken";
    public const string VoucherCodeOnce = "vouchers_code_once_per_event";
    public const string SectionOfVoucherIsThere = "vouchers_section_id_fkey";
    public const string SectionNameOnce = "sections_name_once_per_event";
    public const string TakenStocksStay = "stocks_taken_stay";
    public const string SharedStocksStay = "stocks_shared_stay";
    public const string SectionsWithTicketsStay = "sections_with_tickets_stay";

    public void Map(ModelBuilder model)
    {
        var stock = model.Entity<Stock>().ToTable("stocks", "ticketing");
        stock.Property(s => s.Open).HasDefaultValue(true).HasSentinel(true).ValueGeneratedOnAdd();
        stock.Property(s => s.Taken).HasDefaultValue(0L).ValueGeneratedOnAdd();

        model.Entity<Section>().ToTable("sections", "ticketing");
        model.Entity<Pool>().ToTable("pools", "ticketing");

        var order = model.Entity<Order>().ToTable("orders", "ticketing");
        order.Property(o => o.BookingId).HasDefaultValueSql("gen_random_uuid()").ValueGeneratedOnAdd();
        order.Property(o => o.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        order.Property(o => o.UpdatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        order.Property(o => o.Breakdown).HasColumnType("jsonb").HasConversion<BreakdownConverter>();

        var claim = model.Entity<Claim>().ToTable("claims", "ticketing");
        claim.HasKey(c => new { c.OrderId, c.StockId });

        var voucher = model.Entity<Voucher>().ToTable("vouchers", "ticketing");
        voucher.Property(v => v.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();

        var ticket = model.Entity<Ticket>().ToTable("tickets", "ticketing");
        ticket.Property(t => t.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
    }
}

public static class TicketingSets
{
    extension(SeatmateDb db)
    {
        public DbSet<Stock> Stocks => db.Set<Stock>();
        public DbSet<Section> Sections => db.Set<Section>();
        public DbSet<Pool> Pools => db.Set<Pool>();
        public DbSet<Order> Orders => db.Set<Order>();
        public DbSet<Voucher> Vouchers => db.Set<Voucher>();
        public DbSet<Claim> Claims => db.Set<Claim>();
        public DbSet<Ticket> Tickets => db.Set<Ticket>();
    }
}
